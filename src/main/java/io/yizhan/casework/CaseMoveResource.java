package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.casework.Correction.Defect;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.Caller;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.EntityVersion;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What staff do with a case, and what its applicant supplies. Who may do what when: {@link CaseMove}. */
@Path("/v1/cases/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "casework", description = "Working a case from acceptance to the delivered result")
@Cancellable(false)
class CaseMoveResource {
    private static final String WINDOW = "Window-Number";
    private static final String REFUSALS =
            "case-not-found,case-state-conflict,version-changed,version-required,idempotency-key-missing,idempotency-key-invalid,"
                    + "idempotency-key-reused";

    private final Caller caller;
    private final MoveCase moving;
    private final PublishedCatalogue catalogue;

    CaseMoveResource(Caller caller, MoveCase moving, PublishedCatalogue catalogue) {
        this.caller = caller;
        this.moving = moving;
        this.catalogue = catalogue;
    }

    @POST
    @Path("/receipt")
    @RolesAllowed({"clerk", "officer"})
    @Operation(operationId = "receiveCase", summary = "Note that an application has been received and is being checked")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<RestResponse<Moved>> receive(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam(WINDOW) @Size(max = 10) @Nullable String window,
            HttpServerRequest http) {
        return move(id, new CaseAct.Receive(), version, key, window, http);
    }

    /**
     * Everything that has to be corrected, at once.
     *
     * @param supplyBy the last day; the hall's usual time when absent
     * @param overrideReason why the applicant is asked again; only after a first request, and counted
     */
    record CorrectionRequest(
            @NotEmpty @Size(max = 50) List<@NotNull @Valid Defect> defects,
            @Nullable LocalDate supplyBy,
            @Nullable @Size(min = 5, max = 500) String overrideReason) {}

    @POST
    @Path("/corrections")
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "requestCorrection",
            summary = "Tell the applicant, once and completely, what has to be corrected")
    @Extension(name = "x-problems", value = REFUSALS + ",correction-told-already,invalid-request")
    public Uni<RestResponse<Moved>> requestCorrection(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam(WINDOW) @Size(max = 10) @Nullable String window,
            @NotNull @Valid CorrectionRequest request,
            HttpServerRequest http) {
        var act = new CaseAct.RequestCorrection(
                request.defects(), supplyBy(request.supplyBy()), Optional.ofNullable(request.overrideReason()));
        return move(id, act, version, key, window, http);
    }

    private LocalDate supplyBy(@Nullable LocalDate given) {
        return Optional.ofNullable(given).orElseGet(moving::usualSupplyBy);
    }

    /** All that was asked for: fresh uploads, and form fields to replace. */
    record Supplement(
            @Size(max = 50) List<@NotNull @Valid MaterialChoice> materials,
            @Size(max = 100) List<@NotNull @Valid FormField> form) {
        Supplement {
            materials = materials == null ? List.of() : materials;
            form = form == null ? List.of() : form;
        }
    }

    @POST
    @Path("/supplements")
    @RolesAllowed("applicant")
    @Operation(operationId = "supplementCase", summary = "Supply all corrections that were asked for, in one go")
    @Extension(name = "x-problems", value = REFUSALS + ",materials-incomplete,invalid-request")
    public Uni<RestResponse<Moved>> supplement(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid Supplement supplement,
            HttpServerRequest http) {
        return move(
                id, new CaseAct.SupplyCorrection(supplement.materials(), supplement.form()), version, key, null, http);
    }

    /** Fresh uploads. */
    record OwedSupplement(@NotEmpty @Size(max = 20) List<@NotNull @Valid MaterialChoice> materials) {}

    @POST
    @Path("/owed-materials")
    @RolesAllowed("applicant")
    @Operation(
            operationId = "supplyOwedMaterials",
            summary = "Supply what tolerant or commitment-based acceptance left open")
    @Extension(name = "x-problems", value = REFUSALS + ",materials-incomplete,invalid-request")
    public Uni<RestResponse<Moved>> supplyOwed(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid OwedSupplement supplement,
            HttpServerRequest http) {
        return move(id, new CaseAct.Supply(supplement.materials()), version, key, null, http);
    }

    /** @param dueOn the last day to supply it */
    record OwedMaterial(
            @NotNull @Pattern(regexp = "[A-Z]{3}[0-9]{3}") String materialType,
            @NotNull LocalDate dueOn) {}

    /** @param owed what may follow; with {@code tolerant} and {@code commitment} only */
    record AcceptanceRequest(
            @NotNull Acceptance.Kind kind, @Size(max = 20) List<@NotNull @Valid OwedMaterial> owed) {
        AcceptanceRequest {
            owed = owed == null ? List.of() : owed;
        }
    }

    @POST
    @Path("/acceptance")
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "acceptCase",
            summary = "Accept the application: the statutory clock starts. Full, tolerant, or on commitment")
    @Extension(name = "x-problems", value = REFUSALS + ",invalid-request,material-type-unknown")
    public Uni<RestResponse<Moved>> accept(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam(WINDOW) @Size(max = 10) @Nullable String window,
            @NotNull @Valid AcceptanceRequest request,
            HttpServerRequest http) {
        request.owed().forEach(owed -> checkKnown(owed.materialType()));
        var owed = request.owed().stream()
                .map(one -> new Owed(one.materialType(), one.dueOn(), Optional.empty()))
                .toList();
        return move(id, new CaseAct.Accept(request.kind(), owed), version, key, window, http);
    }

    private void checkKnown(String materialType) {
        if (catalogue.get().findMaterialType(materialType).isEmpty()) {
            throw Problem.of(ProblemType.MATERIAL_TYPE_UNKNOWN)
                    .fault("/owed", "unknown", "没有材料类型 " + materialType, "there is no material type " + materialType);
        }
    }

    /** In the officer's words; shown to the applicant. */
    record ReasonRequest(
            @NotBlank @Size(min = 2, max = 1000) String reason) {}

    @POST
    @Path("/non-acceptance")
    @RolesAllowed({"clerk", "officer"})
    @Operation(operationId = "notAcceptCase", summary = "Do not accept the application, for a reason that is told")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<RestResponse<Moved>> notAccept(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam(WINDOW) @Size(max = 10) @Nullable String window,
            @NotNull @Valid ReasonRequest request,
            HttpServerRequest http) {
        return move(id, new CaseAct.NotAccept(request.reason()), version, key, window, http);
    }

    record TransferRequest(
            @NotBlank @Size(min = 2, max = 200) String competentBody) {}

    @POST
    @Path("/transfer")
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "transferCase",
            summary = "Outside the authority's powers: refuse at once and name the competent body")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<RestResponse<Moved>> transfer(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam(WINDOW) @Size(max = 10) @Nullable String window,
            @NotNull @Valid TransferRequest request,
            HttpServerRequest http) {
        return move(id, new CaseAct.Transfer(request.competentBody()), version, key, window, http);
    }

    @POST
    @Path("/review")
    @RolesAllowed("officer")
    @Operation(operationId = "beginReview", summary = "Take an accepted case into review")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<RestResponse<Moved>> beginReview(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            HttpServerRequest http) {
        return move(id, new CaseAct.BeginReview(), version, key, null, http);
    }

    /**
     * @param procedure for {@code specialProcedure} only
     * @param estimatedUntil the day told to the applicant; required for a special procedure, the last day for corrections
     * @param defects for {@code correction} only: everything at once
     */
    record SuspensionRequest(
            @NotNull CaseStop.Kind kind,
            CaseStop.@Nullable Procedure procedure,
            @NotBlank @Size(min = 2, max = 1000) String reason,
            @Nullable LocalDate estimatedUntil,
            @Size(max = 50) List<@NotNull @Valid Defect> defects,
            @Nullable @Size(min = 5, max = 500) String overrideReason) {
        SuspensionRequest {
            defects = defects == null ? List.of() : defects;
        }
    }

    @POST
    @Path("/suspensions")
    @RolesAllowed("officer")
    @Operation(
            operationId = "suspendCase",
            summary = "Let a case rest: for corrections, a special procedure, another authority, or on hold")
    @Extension(name = "x-problems", value = REFUSALS + ",correction-told-already,invalid-request")
    public Uni<RestResponse<Moved>> suspend(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid SuspensionRequest request,
            HttpServerRequest http) {
        var act = new CaseAct.Suspend(
                request.kind(),
                Optional.ofNullable(request.procedure()),
                request.reason(),
                Optional.ofNullable(request.estimatedUntil()),
                request.defects(),
                Optional.ofNullable(request.overrideReason()));
        return move(id, act, version, key, null, http);
    }

    /** @param result what the procedure or the other authority found; required after these two */
    record ResumptionRequest(
            @Nullable @Size(min = 2, max = 1000) String result) {}

    @POST
    @Path("/resumption")
    @RolesAllowed("officer")
    @Operation(operationId = "resumeCase", summary = "Go on with a suspended case; the clock runs again")
    @Extension(name = "x-problems", value = REFUSALS + ",invalid-request")
    public Uni<RestResponse<Moved>> resume(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid ResumptionRequest request,
            HttpServerRequest http) {
        return move(id, new CaseAct.Resume(Optional.ofNullable(request.result())), version, key, null, http);
    }

    /** @param days working days, at most 10; 15 when several departments handle the case */
    record ExtensionRequest(
            @Min(1) @Max(LimitExtension.MOST_JOINTLY) int days,
            @NotBlank @Size(min = 2, max = 1000) String reason) {}

    @POST
    @Path("/extension-requests")
    @RolesAllowed("officer")
    @Operation(operationId = "requestExtension", summary = "Ask the head for more time, once, with reasons")
    @Extension(name = "x-problems", value = REFUSALS + ",extension-granted-already,invalid-request")
    public Uni<RestResponse<Moved>> requestExtension(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid ExtensionRequest request,
            HttpServerRequest http) {
        return move(id, new CaseAct.RequestExtension(request.days(), request.reason()), version, key, null, http);
    }

    @POST
    @Path("/extension")
    @RolesAllowed("officer")
    @Operation(
            operationId = "extendCase",
            summary = "Approve the extension another officer has asked for; the applicant is told the reasons")
    @Extension(name = "x-problems", value = REFUSALS + ",extension-granted-already,four-eyes-required")
    public Uni<RestResponse<Moved>> extend(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            HttpServerRequest http) {
        return move(id, new CaseAct.Extend(), version, key, null, http);
    }

    /** @param reason required for a refusal */
    record DecisionRequest(
            @NotNull Decision.Outcome outcome,
            @Nullable @Size(min = 2, max = 2000) String reason) {
        CaseAct act() {
            if (outcome == Decision.Outcome.GRANTED) {
                return new CaseAct.Grant(Optional.ofNullable(reason));
            }
            if (reason == null) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/reason", "required", "不予许可须说明理由", "a refusal states its reasons");
            }
            return new CaseAct.Refuse(reason);
        }
    }

    @POST
    @Path("/decision")
    @RolesAllowed("officer")
    @Operation(operationId = "decideCase", summary = "Grant or refuse; the statutory clock stops for good")
    @Extension(name = "x-problems", value = REFUSALS + ",materials-owed,four-eyes-required,invalid-request")
    public Uni<RestResponse<Moved>> decide(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid DecisionRequest request,
            HttpServerRequest http) {
        return move(id, request.act(), version, key, null, http);
    }

    @POST
    @Path("/result")
    @RolesAllowed({"clerk", "officer"})
    @Operation(operationId = "makeResultReady", summary = "The document is made and may be handed out")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<RestResponse<Moved>> makeReady(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam(WINDOW) @Size(max = 10) @Nullable String window,
            HttpServerRequest http) {
        return move(id, new CaseAct.MakeReady(), version, key, window, http);
    }

    record DeliveryRequest(@NotNull Delivery manner) {}

    @POST
    @Path("/delivery")
    @RolesAllowed({"clerk", "officer"})
    @Operation(operationId = "deliverResult", summary = "The result has reached the applicant")
    @Extension(name = "x-problems", value = REFUSALS)
    public Uni<RestResponse<Moved>> deliver(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam(WINDOW) @Size(max = 10) @Nullable String window,
            @NotNull @Valid DeliveryRequest request,
            HttpServerRequest http) {
        return move(id, new CaseAct.Deliver(request.manner()), version, key, window, http);
    }

    record EndingRequest(
            @NotNull Ending ending,
            @NotBlank @Size(min = 2, max = 1000) String reason) {}

    @POST
    @Path("/ending")
    @RolesAllowed("officer")
    @Operation(operationId = "endCase", summary = "Close a case without a decision, in a way its situation allows")
    @Extension(name = "x-problems", value = REFUSALS + ",ending-not-allowed")
    public Uni<RestResponse<Moved>> end(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid EndingRequest request,
            HttpServerRequest http) {
        return move(id, new CaseAct.End(request.ending(), request.reason()), version, key, null, http);
    }

    private Uni<RestResponse<Moved>> move(
            UUID id,
            CaseAct act,
            @Nullable String version,
            @Nullable String key,
            @Nullable String window,
            HttpServerRequest http) {
        return moving.move(new MoveCase.Command(
                        id,
                        act,
                        Optional.of(caller.snapshot()),
                        OptionalInt.of(EntityVersion.expected(version)),
                        Optional.of(IdempotencyKey.parse(key)),
                        Optional.ofNullable(window),
                        RequestId.of(http)))
                .map(CaseMoveResource::answer);
    }

    private static RestResponse<Moved> answer(MoveCase.Answer answer) {
        var response = RestResponse.ResponseBuilder.ok(answer.moved())
                .header("ETag", EntityVersion.tag(answer.moved().version()));
        return answer.isReplay()
                ? response.header("Idempotent-Replayed", "true").build()
                : response.build();
    }
}
