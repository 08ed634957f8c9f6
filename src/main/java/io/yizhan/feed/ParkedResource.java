package io.yizhan.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.RequestId;
import io.yizhan.platform.outbox.ParkedEntries;
import io.yizhan.platform.outbox.ParkedEntries.Order;
import io.yizhan.platform.outbox.ParkedEntries.Parked;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/outbox/parked")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "outbox", description = "Committed changes that could not be handed over")
@Cancellable(false)
class ParkedResource {
    private final Caller caller;
    private final ParkedEntries entries;

    ParkedResource(Caller caller, ParkedEntries entries) {
        this.caller = caller;
        this.entries = entries;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ParkedPage(List<Parked> entries, Optional<String> next) {}

    @GET
    @RolesAllowed("administrator")
    @Operation(
            operationId = "listParkedEntries",
            summary = "What was tried long enough and is parked, oldest first, with the reason of the last failure")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<ParkedPage> list(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit) {
        var after = cursor.map(Cursor::number).orElse(0L);
        return entries.list(after, limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), ParkedPage::new));
    }

    @POST
    @Path("/{entry}/replay")
    @RolesAllowed("administrator")
    @Operation(
            operationId = "replayParkedEntry",
            summary = "Hand a parked entry over again, ahead of everything of its object that still waits")
    @APIResponse(responseCode = "204", description = "It is tried again")
    @Extension(name = "x-problems", value = "parked-not-found")
    public Uni<Void> replay(@PathParam("entry") String entry, HttpServerRequest http) {
        return entries.replay(number(entry), order(http));
    }

    private static long number(String entry) {
        try {
            return Long.parseLong(entry);
        } catch (NumberFormatException notANumber) {
            throw Problem.of(ProblemType.PARKED_NOT_FOUND);
        }
    }

    /** @param count entries that are tried again */
    record Replayed(int count) {}

    @POST
    @Path("/replay")
    @RolesAllowed("administrator")
    @Operation(operationId = "replayParkedEntries", summary = "Hand all parked entries over again")
    public Uni<Replayed> replayAll(HttpServerRequest http) {
        return entries.replayAll(order(http)).map(Replayed::new);
    }

    private Order order(HttpServerRequest http) {
        return new Order(caller.actor().value(), RequestId.of(http));
    }
}
