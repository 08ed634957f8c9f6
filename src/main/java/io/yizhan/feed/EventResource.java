package io.yizhan.feed;

import io.smallrye.mutiny.Uni;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "events", description = "What happens to a department's cases, for its own systems")
@Cancellable(false)
class EventResource {
    private final Caller caller;
    private final EventLog log;

    EventResource(Caller caller, EventLog log) {
        this.caller = caller;
        this.log = log;
    }

    /**
     * Some events, in order.
     *
     * @param next where to go on; the same again when there was nothing
     * @param isWhole nothing more has happened yet
     */
    record EventPage(List<CaseEvent> events, String next, boolean isWhole) {}

    @GET
    @RolesAllowed({"officer", "system"})
    @Operation(
            operationId = "listEvents",
            summary =
                    "What has happened to the department's cases after a cursor, those of one case in their order; read again from any cursor")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<RestResponse<EventPage>> list(
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        var position = after.map(EventResource::position).orElse(0L);
        return log.after(position, caller.departments(), limit)
                .map(events -> page(position, events, limit))
                .map(page -> RestResponse.ResponseBuilder.ok(page)
                        .header("Cache-Control", "private, no-store")
                        .build());
    }

    private static EventPage page(long position, List<CaseEvent> events, int limit) {
        var last = events.isEmpty() ? position : events.get(events.size() - 1).position();
        return new EventPage(events, Cursor.of("e" + last), events.size() < limit);
    }

    private static long position(String cursor) {
        var text = Cursor.position(cursor);
        try {
            if (text.startsWith("e")) {
                return Long.parseLong(text.substring(1));
            }
        } catch (NumberFormatException notOurs) {
            throw Cursor.invalid();
        }
        throw Cursor.invalid();
    }
}
