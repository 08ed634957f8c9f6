package io.yizhan.rating;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.Caller;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.RequestId;
import io.yizhan.platform.pg.Once;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "rating", description = "Rating how one was served; published figures")
@Cancellable(false)
class RatingResource {
    static final String REFUSALS =
            "idempotency-key-missing,idempotency-key-invalid,idempotency-key-reused,invalid-request";

    private final Caller caller;
    private final Ratings ratings;
    private final RatingFigures figures;
    private final Once once;
    private final Clock clock;

    RatingResource(Caller caller, Ratings ratings, RatingFigures figures, Once once, Clock clock) {
        this.caller = caller;
        this.ratings = ratings;
        this.figures = figures;
        this.once = once;
        this.clock = clock;
    }

    @POST
    @Path("/ratings/{id}/amendment")
    @RolesAllowed("applicant")
    @Operation(operationId = "amendRating", summary = "Think again, once, within some days")
    @Extension(name = "x-problems", value = REFUSALS + ",rating-not-found,rating-settled")
    public Uni<RatingView> amend(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid RatingRequest request,
            HttpServerRequest http) {
        var rater = caller.snapshot();
        var requestId = RequestId.of(http);
        var judgement = request.judgement();
        return once.run(
                        command(rater, "POST /v1/ratings/{id}/amendment", key, id, request),
                        RatingView.class,
                        transaction -> ratings.amend(transaction, id, judgement, rater, requestId))
                .map(Once.Answer::value);
    }

    static Once.Command command(
            AuthenticatedCaller caller, String operation, @Nullable String key, UUID resource, Object request) {
        return new Once.Command(
                caller.subject() + "/" + caller.actor(), operation, IdempotencyKey.parse(key), resource, request);
    }

    /** @param from first month, such as 2026-01; {@code to} is the last */
    record Figures(String by, String from, String to, List<RatingFigures.Figure> figures) {}

    @GET
    @Path("/rating-figures")
    @PermitAll
    @Operation(
            operationId = "getRatingFigures",
            summary = "Published ratings per item, department or window, over a period of months")
    @Extension(name = "x-problems", value = "invalid-request")
    public Uni<Figures> figures(
            @QueryParam("by") @DefaultValue("department") @Pattern(regexp = "item|department|window") String by,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        var last = month("to", to).orElseGet(() -> YearMonth.now(clock));
        var first = month("from", from).orElse(last);
        return figures.of(RatingFigures.By.ofWord(by), first, last)
                .map(found -> new Figures(by, first.toString(), last.toString(), found));
    }

    private static Optional<YearMonth> month(String name, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(YearMonth::parse);
        } catch (DateTimeParseException malformed) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault("query:" + name, "format", "须为 2026-01 的形式", "is a month such as 2026-01");
        }
    }
}
