package io.yizhan.holidays;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.calendar.CurrentCalendar;
import io.yizhan.holidays.HallClosures.HallDay;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.Text;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Tag(name = "calendar", description = "Working days, holiday notices and the days a hall is shut")
@Path("/v1/calendar/halls/{hall}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Cancellable(false)
class HallResource {
    private static final String HALL = "[a-z0-9-]{1,20}";
    private static final int MOST_DAYS = 92;

    private final Caller caller;
    private final HallClosures closures;
    private final CurrentCalendar calendar;

    HallResource(Caller caller, HallClosures closures, CurrentCalendar calendar) {
        this.caller = caller;
        this.closures = closures;
        this.calendar = calendar;
    }

    record HallDays(String hall, List<HallDay> days) {}

    /** @param reasonZh told to people who wanted to come */
    record Closure(
            @NotBlank @Size(max = 200) String reasonZh,
            @NotBlank @Size(max = 200) String reasonEn) {}

    @GET
    @Path("/days")
    @PermitAll
    @Operation(
            operationId = "listHallDays",
            summary = "On which days a hall is open; statutory time goes on when it is shut")
    @Extension(name = "x-problems", value = "invalid-request")
    public Uni<HallDays> days(
            @PathParam("hall") @Pattern(regexp = HALL) String hall,
            @QueryParam("from") @NotNull LocalDate from,
            @QueryParam("to") @NotNull LocalDate to) {
        check(from, to);
        return closures.days(hall, from, to).map(days -> new HallDays(hall, days));
    }

    private void check(LocalDate from, LocalDate to) {
        var current = calendar.get();
        var lies = !from.isBefore(current.firstDay()) && !to.isAfter(current.lastDay());
        if (!lies || to.isBefore(from) || to.isAfter(from.plusDays(MOST_DAYS - 1L))) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault(
                            "query:to",
                            "range",
                            "须不早于 from，至多 " + MOST_DAYS + " 天，且在工作日历范围内",
                            "must not lie before from, within " + MOST_DAYS + " days and the calendar");
        }
    }

    @PUT
    @Path("/closures/{date}")
    @RolesAllowed("administrator")
    @Operation(operationId = "closeHall", summary = "Shut a hall for a day")
    @APIResponse(responseCode = "204", description = "Shut; the same again changes nothing")
    @Extension(name = "x-problems", value = "invalid-request")
    public Uni<Void> close(
            @PathParam("hall") @Pattern(regexp = HALL) String hall,
            @PathParam("date") LocalDate date,
            @NotNull @Valid Closure closure,
            HttpServerRequest http) {
        var reason = new Text(closure.reasonZh(), closure.reasonEn());
        return closures.close(hall, date, reason, caller.actor().value(), RequestId.of(http));
    }

    @DELETE
    @Path("/closures/{date}")
    @RolesAllowed("administrator")
    @Operation(operationId = "openHall", summary = "Open a hall after all")
    @APIResponse(responseCode = "204", description = "Open")
    @Extension(name = "x-problems", value = "closure-not-found,invalid-request")
    public Uni<Void> open(
            @PathParam("hall") @Pattern(regexp = HALL) String hall,
            @PathParam("date") LocalDate date,
            HttpServerRequest http) {
        return closures.open(hall, date, caller.actor().value(), RequestId.of(http));
    }
}
