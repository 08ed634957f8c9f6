package io.yizhan.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.approval.Cards.Card;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/v1/supervision/cards")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "supervision", description = "Reminders, yellow and red cards from the clocks of cases")
@Cancellable(false)
class SupervisionResource {
    private final Caller caller;
    private final Cards cards;

    SupervisionResource(Caller caller, Cards cards) {
        this.caller = caller;
        this.cards = cards;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record CardPage(List<Card> cards, Optional<String> next) {}

    @GET
    @RolesAllowed({"officer", "administrator"})
    @Operation(
            operationId = "listCards",
            summary = "Cards of one's departments, or of the hall for its administrator, newest first")
    @Extension(name = "x-problems", value = "cursor-invalid,invalid-request")
    public Uni<CardPage> list(
            @QueryParam("kind") @Pattern(regexp = "reminder|yellow|red") @Nullable String kind,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        var isAll = caller.scopes().contains("administrator");
        return cards.list(caller.departments(), isAll, kind, cursor.map(Cursor::id), limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), CardPage::new));
    }

    record Cancellation(@NotBlank @Size(min = 5, max = 500) String reason) {}

    @POST
    @Path("/{id}/cancellation")
    @RolesAllowed("administrator")
    @Operation(operationId = "cancelCard", summary = "Take a card back for a reason; it stays on record")
    @APIResponse(responseCode = "204", description = "Cancelled")
    @Extension(name = "x-problems", value = "card-not-found,card-cancelled")
    public Uni<Void> cancel(
            @PathParam("id") UUID id, @NotNull @Valid Cancellation cancellation, HttpServerRequest http) {
        return cards.cancel(id, cancellation.reason(), caller.actor().value(), RequestId.of(http));
    }
}
