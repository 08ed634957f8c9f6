package io.yizhan.holidays;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.calendar.CurrentCalendar;
import io.yizhan.holidays.YearView.YearList;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The years of the working-day calendar, and the notices they come from. */
@Tag(name = "calendar", description = "Working days, holiday notices and the days a hall is shut")
@Path("/v1/calendar/years")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Cancellable(false)
class YearResource {
    private final Caller caller;
    private final CurrentCalendar calendar;
    private final LoadNotice load;

    YearResource(Caller caller, CurrentCalendar calendar, LoadNotice load) {
        this.caller = caller;
        this.calendar = calendar;
        this.load = load;
    }

    @POST
    @RolesAllowed("administrator")
    @Operation(
            operationId = "loadCalendarYear",
            summary = "Load a State Council holiday notice; whatever was counted by the old calendar is counted anew")
    @APIResponse(
            responseCode = "201",
            description = "Loaded",
            content = @Content(schema = @Schema(implementation = YearView.class)))
    @APIResponse(
            responseCode = "200",
            description = "This very notice is loaded already; nothing has changed",
            content = @Content(schema = @Schema(implementation = YearView.class)))
    @Extension(name = "x-problems", value = "calendar-year-invalid,calendar-year-announced")
    public Uni<Response> load(@NotNull NewYear year, HttpServerRequest http) {
        return load.load(year, caller.actor().value(), RequestId.of(http)).map(this::answer);
    }

    private Response answer(LoadNotice.Outcome outcome) {
        var view = YearView.of(outcome.year(), calendar.get());
        var location = "/v1/calendar/years/" + outcome.year();
        return outcome.isNew()
                ? Response.status(Response.Status.CREATED)
                        .header("Location", location)
                        .entity(view)
                        .build()
                : Response.ok(view).header("Content-Location", location).build();
    }

    @GET
    @PermitAll
    @Operation(
            operationId = "listCalendarYears",
            summary = "The years of the calendar with their working days, and which are provisional")
    public Uni<YearList> list() {
        return Uni.createFrom().item(YearList.of(calendar.edition(), calendar.get()));
    }

    @GET
    @Path("/{year}")
    @PermitAll
    @Operation(operationId = "getCalendarYear", summary = "A year with its holidays, moved working days and notices")
    @Extension(name = "x-problems", value = "calendar-year-unknown")
    public Uni<YearView> get(@PathParam("year") int year) {
        var current = calendar.get();
        if (year < current.firstDay().getYear() || year > current.lastDay().getYear()) {
            throw Problem.of(ProblemType.CALENDAR_YEAR_UNKNOWN);
        }
        return Uni.createFrom().item(YearView.of(year, current));
    }
}
