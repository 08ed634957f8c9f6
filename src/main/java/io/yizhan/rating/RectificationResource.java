package io.yizhan.rating;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.http.RequestId;
import io.yizhan.rating.Rectifications.Step;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/rectifications")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "rectification", description = "What becomes of a bad rating: verified, put right, called back")
@Cancellable(false)
class RectificationResource {
    private static final String REFUSALS = "rating-not-found,rectification-state-conflict";

    private final Caller caller;
    private final Rectifications rectifications;

    RectificationResource(Caller caller, Rectifications rectifications) {
        this.caller = caller;
        this.rectifications = rectifications;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record RectificationPage(List<Rectification> rectifications, Optional<String> next) {}

    @GET
    @RolesAllowed({"officer", "administrator"})
    @Operation(
            operationId = "listRectifications",
            summary = "Open rectifications of one's departments, or of the hall, oldest first")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<RectificationPage> list(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return rectifications
                .list(caller.snapshot(), cursor.map(Cursor::id), limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.ratingId()), RectificationPage::new));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({"officer", "administrator"})
    @Operation(
            operationId = "getRectification",
            summary = "A rectification with its steps; it hides the rater from the rated unit")
    @Extension(name = "x-problems", value = "rating-not-found")
    public Uni<Rectification> get(@PathParam("id") UUID id) {
        return rectifications.get(id, caller.snapshot());
    }

    /** @param finding what was found out */
    record Verification(
            boolean isSubstantiated,
            @NotBlank @Size(max = 1000) String finding) {}

    @POST
    @Path("/{id}/verification")
    @RolesAllowed("officer")
    @Operation(operationId = "verifyRating", summary = "Say whether what the rater complains of is so")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<Rectification> verify(
            @PathParam("id") UUID id, @NotNull @Valid Verification verification, HttpServerRequest http) {
        var step = verification.isSubstantiated() ? Step.SUBSTANTIATED : Step.NOT_SUBSTANTIATED;
        return rectifications.take(id, step, verification.finding(), caller.snapshot(), RequestId.of(http));
    }

    record Measures(@NotBlank @Size(max = 1000) String measures) {}

    @POST
    @Path("/{id}/measures")
    @RolesAllowed("officer")
    @Operation(operationId = "rectifyRating", summary = "Say what has been put right")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<Rectification> rectify(
            @PathParam("id") UUID id, @NotNull @Valid Measures measures, HttpServerRequest http) {
        return rectifications.take(id, Step.RECTIFIED, measures.measures(), caller.snapshot(), RequestId.of(http));
    }

    /** @param note what the rater said */
    record CallBack(
            boolean isSatisfied, @NotBlank @Size(max = 1000) String note) {}

    @POST
    @Path("/{id}/call-back")
    @RolesAllowed("administrator")
    @Operation(
            operationId = "callRaterBack",
            summary = "Note what the rater says now; who is not satisfied starts another round")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<Rectification> callBack(
            @PathParam("id") UUID id, @NotNull @Valid CallBack call, HttpServerRequest http) {
        var step = call.isSatisfied() ? Step.SATISFIED : Step.NOT_SATISFIED;
        return rectifications.take(id, step, call.note(), caller.snapshot(), RequestId.of(http));
    }

    record Appeal(@NotBlank @Size(min = 5, max = 1000) String reason) {}

    @POST
    @Path("/{id}/appeal")
    @RolesAllowed("officer")
    @Operation(operationId = "appealRating", summary = "Hold a rating to be mistaken or malicious")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<Rectification> appeal(@PathParam("id") UUID id, @NotNull @Valid Appeal appeal, HttpServerRequest http) {
        return rectifications.take(id, Step.APPEALED, appeal.reason(), caller.snapshot(), RequestId.of(http));
    }

    /** @param isUpheld the rating is mistaken or malicious, and no longer counts */
    record AppealReview(
            boolean isUpheld,
            @NotBlank @Size(min = 5, max = 1000) String reason) {}

    @POST
    @Path("/{id}/appeal-review")
    @RolesAllowed("administrator")
    @Operation(operationId = "reviewAppeal", summary = "Decide an appeal; a rating that is excluded no longer counts")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<Rectification> review(
            @PathParam("id") UUID id, @NotNull @Valid AppealReview review, HttpServerRequest http) {
        var step = review.isUpheld() ? Step.APPEAL_UPHELD : Step.APPEAL_REJECTED;
        return rectifications.take(id, step, review.reason(), caller.snapshot(), RequestId.of(http));
    }
}
