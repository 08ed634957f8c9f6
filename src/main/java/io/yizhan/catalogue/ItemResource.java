package io.yizhan.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.NonBlocking;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.http.EntityTag;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Finding an item and reading its guide, from memory alone. */
@Tag(name = "catalogue", description = "Items, their guides, and the versions they are published in")
@Path("/v1/items")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@NonBlocking
public class ItemResource {
    private final PublishedCatalogue published;
    private final CachedAnswers answers;
    private final ObjectMapper json;

    ItemResource(PublishedCatalogue published, CachedAnswers answers, ObjectMapper json) {
        this.published = published;
        this.answers = answers;
        this.json = json;
    }

    @GET
    @Operation(operationId = "listItems", summary = "Find items by text, department, theme, audience or handling type")
    @Extension(name = "x-problems", value = "cursor-invalid,catalogue-unavailable")
    @APIResponse(
            responseCode = "200",
            description = "One page, ascending by implementation code",
            content = @Content(schema = @Schema(implementation = ItemPage.class)))
    @APIResponse(responseCode = "304", description = "The page the client has is still right")
    public Response list(@BeanParam @Valid ItemParameters parameters, @Context HttpHeaders headers) {
        var publication = published.publication();
        var query = parameters.query();
        var tag = EntityTag.of(publication.catalogue().version().digest() + query);
        return answers.of(tag, () -> page(publication, query).body(), headers);
    }

    private CachedDocument page(Publication publication, ItemQuery query) {
        var found = publication.search().find(query.withOneMore());
        var shown = found.subList(0, Math.min(found.size(), query.limit()));
        var page = new ItemPage(
                publication.catalogue().version().number(),
                shown.stream().map(ItemSummary::of).toList(),
                found.size() > shown.size() ? next(shown) : null);
        return CachedDocument.of(page, json);
    }

    private static String next(List<Item> shown) {
        return Cursor.of(shown.get(shown.size() - 1).implementationCode());
    }

    @GET
    @Path("{implementationCode}")
    @Operation(operationId = "getItem", summary = "The full guide of an item")
    @Extension(name = "x-problems", value = "item-unknown,catalogue-unavailable")
    @APIResponse(
            responseCode = "200",
            description = "Limits, materials with their reuse class, fee, channels, windows and legal basis",
            content = @Content(schema = @Schema(implementation = ItemGuide.class)))
    @APIResponse(responseCode = "304", description = "The guide the client has is still right")
    public Response guide(
            @PathParam("implementationCode")
                    @Parameter(description = "31 characters", example = "1153040200000001984530125001000")
                    String implementationCode,
            @Context HttpHeaders headers) {
        return answers.of(published.publication().guide(implementationCode), headers);
    }
}
