package io.yizhan.catalogue;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What kiosks and portals show before somebody knows what to look for, from memory alone. */
@Tag(name = "catalogue", description = "Items, their guides, and the versions they are published in")
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@NonBlocking
public class BrowsingResource {
    private static final String UNAVAILABLE = "catalogue-unavailable";
    private static final String STILL_RIGHT = "What the client has is still right";

    private final PublishedCatalogue published;
    private final CachedAnswers answers;

    BrowsingResource(PublishedCatalogue published, CachedAnswers answers) {
        this.published = published;
        this.answers = answers;
    }

    @GET
    @Path("departments")
    @Operation(operationId = "listDepartments", summary = "All departments with the number of their items")
    @Extension(name = "x-problems", value = UNAVAILABLE)
    @APIResponse(
            responseCode = "200",
            description = "All of them, in the order of the catalogue",
            content = @Content(schema = @Schema(implementation = DepartmentList.class)))
    @APIResponse(responseCode = "304", description = STILL_RIGHT)
    public Response departments(@Context HttpHeaders headers) {
        return answers.of(published.publication().departments(), headers);
    }

    @GET
    @Path("themes")
    @Operation(operationId = "listThemes", summary = "All themes with the number of their items")
    @Extension(name = "x-problems", value = UNAVAILABLE)
    @APIResponse(
            responseCode = "200",
            description = "All of them, the largest first",
            content = @Content(schema = @Schema(implementation = ThemeList.class)))
    @APIResponse(responseCode = "304", description = STILL_RIGHT)
    public Response themes(@Context HttpHeaders headers) {
        return answers.of(published.publication().themes(), headers);
    }

    @GET
    @Path("catalogue/snapshot")
    @Operation(operationId = "getCatalogueSnapshot", summary = "The whole catalogue in one document")
    @Extension(name = "x-problems", value = UNAVAILABLE)
    @APIResponse(
            responseCode = "200",
            description = "Departments, themes, windows and every guide; ask again with If-None-Match",
            content = @Content(schema = @Schema(implementation = Snapshot.class)))
    @APIResponse(responseCode = "304", description = STILL_RIGHT)
    public Response snapshot(@Context HttpHeaders headers) {
        return answers.of(published.publication().snapshot(), headers);
    }

    @GET
    @Path("catalogue/statistics")
    @Operation(
            operationId = "getCatalogueStatistics",
            summary = "Totals of the published version, each average with its denominator")
    @Extension(name = "x-problems", value = UNAVAILABLE)
    @APIResponse(
            responseCode = "200",
            description = "Counted in the database when the version was loaded",
            content = @Content(schema = @Schema(implementation = CatalogueStatistics.View.class)))
    @APIResponse(responseCode = "304", description = STILL_RIGHT)
    public Response statistics(@Context HttpHeaders headers) {
        return answers.of(published.publication().statistics(), headers);
    }
}
