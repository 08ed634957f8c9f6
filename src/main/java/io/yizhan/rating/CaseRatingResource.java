package io.yizhan.rating;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.identity.Caller;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.http.RequestId;
import io.yizhan.platform.pg.Once;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/v1/cases/{id}/ratings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "rating", description = "Rating how one was served; published figures")
@Cancellable(false)
class CaseRatingResource {
    private final Caller caller;
    private final Ratings ratings;
    private final Once once;

    CaseRatingResource(Caller caller, Ratings ratings, Once once) {
        this.caller = caller;
        this.ratings = ratings;
        this.once = once;
    }

    @POST
    @RolesAllowed("applicant")
    @Operation(operationId = "rateCase", summary = "Rate a matter that is done, or a visit to a window, once each")
    @Extension(name = "x-problems", value = RatingResource.REFUSALS + ",case-not-found,rated-already,rating-not-open")
    public Uni<RatingView> rate(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid RatingRequest request,
            HttpServerRequest http) {
        var rater = caller.snapshot();
        var requestId = RequestId.of(http);
        var judgement = request.judgement();
        return once.run(
                        RatingResource.command(rater, "POST /v1/cases/{id}/ratings", key, id, request),
                        RatingView.class,
                        transaction -> ratings.rate(transaction, id, request.occasion(), judgement, rater, requestId))
                .map(Once.Answer::value);
    }

    record CaseRatings(List<RatingView> ratings) {}

    @GET
    @RolesAllowed("applicant")
    @Operation(operationId = "listRatings", summary = "One's own ratings of a case")
    @Extension(name = "x-problems", value = "case-not-found")
    public Uni<CaseRatings> list(@PathParam("id") UUID id) {
        return ratings.list(id, caller.snapshot()).map(CaseRatings::new);
    }
}
