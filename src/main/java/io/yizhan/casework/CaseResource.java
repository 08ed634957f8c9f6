package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.http.EntityVersion;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
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
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/v1/cases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "cases", description = "Submitting an application and following one's own cases")
@Cancellable(false)
class CaseResource {
    private final Caller caller;
    private final SubmitCase submitting;
    private final MoveCase moving;
    private final Cases cases;

    CaseResource(Caller caller, SubmitCase submitting, MoveCase moving, Cases cases) {
        this.caller = caller;
        this.submitting = submitting;
        this.moving = moving;
        this.cases = cases;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("applicant")
    @Operation(
            operationId = "submitCase",
            summary = "Submit an application in one atomic step; repeating with the same Idempotency-Key is safe")
    @APIResponse(
            responseCode = "201",
            description = "The receipt. A repeat answers the same with Idempotent-Replayed: true",
            content = @Content(schema = @Schema(implementation = Receipt.class)))
    @Extension(
            name = "x-problems",
            value =
                    "idempotency-key-missing,idempotency-key-invalid,idempotency-key-reused,request-in-progress,outcome-unknown,"
                            + "item-unknown,audience-mismatch,materials-incomplete,reuse-changed,draft-changed,daily-numbers-exhausted")
    public Uni<RestResponse<String>> submit(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid SubmitRequest request,
            HttpServerRequest http) {
        return submitting
                .submit(request, caller.snapshot(), IdempotencyKey.parse(key), RequestId.of(http))
                .map(CaseResource::receipt);
    }

    private static RestResponse<String> receipt(SubmitCase.Submitted submitted) {
        var answer = RestResponse.ResponseBuilder.<String>created(URI.create(submitted.location()))
                .entity(submitted.body());
        return submitted.isReplay()
                ? answer.header("Idempotent-Replayed", "true").build()
                : answer.build();
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record CasePage(List<CaseSummary> cases, Optional<String> next) {}

    @GET
    @RolesAllowed("applicant")
    @Operation(operationId = "listCases", summary = "The subject's own cases, newest first")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<CasePage> list(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return cases.list(caller.subject().value(), cursor.map(Cursor::id), limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), CasePage::new));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("applicant")
    @Operation(operationId = "getCase", summary = "One of the subject's own cases, with form, materials and events")
    @Extension(name = "x-problems", value = "case-not-found")
    public Uni<RestResponse<CaseView>> get(@PathParam("id") UUID id) {
        return cases.view(id, CaseAccess.of(caller.snapshot()), EnumSet.of(CaseMove.Mover.APPLICANT))
                .map(view -> RestResponse.ResponseBuilder.ok(view)
                        .header("ETag", EntityVersion.tag(view.version()))
                        .header("Cache-Control", "private, no-cache")
                        .build());
    }

    /** Where the case stands after the withdrawal. */
    record Withdrawn(UUID id, CaseState state, int version) {
        static Withdrawn of(Moved moved) {
            return new Withdrawn(moved.id(), moved.state(), moved.version());
        }
    }

    @POST
    @Path("/{id}/withdrawal")
    @RolesAllowed("applicant")
    @Operation(
            operationId = "withdrawCase",
            summary = "Take a case back before it is accepted; If-Match names its version")
    @Extension(
            name = "x-problems",
            value =
                    "case-not-found,case-state-conflict,version-changed,version-required,idempotency-key-invalid,idempotency-key-reused")
    public Uni<RestResponse<Withdrawn>> withdraw(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            HttpServerRequest http) {
        return moving.move(MoveCase.Command.of(
                        id,
                        new CaseAct.Withdraw(),
                        caller.snapshot(),
                        EntityVersion.expected(version),
                        Optional.ofNullable(key).map(IdempotencyKey::parse),
                        RequestId.of(http)))
                .map(answer -> RestResponse.ResponseBuilder.ok(Withdrawn.of(answer.moved()))
                        .header("ETag", EntityVersion.tag(answer.moved().version()))
                        .build());
    }
}
