package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.yizhan.casework.Prefill.EarlierAnswer;
import io.yizhan.identity.Caller;
import io.yizhan.material.MatchMaterials;
import io.yizhan.platform.http.EntityVersion;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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

@Path("/v1/drafts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "drafts", description = "Begin on the phone, finish at the window: one draft per subject and item")
@Cancellable(false)
class DraftResource {
    private final Caller caller;
    private final Drafts drafts;
    private final Prefill prefill;
    private final MatchMaterials matching;
    private final Clock clock;

    DraftResource(Caller caller, Drafts drafts, Prefill prefill, MatchMaterials matching, Clock clock) {
        this.caller = caller;
        this.drafts = drafts;
        this.prefill = prefill;
        this.matching = matching;
        this.clock = clock;
    }

    record DraftRequest(@NotNull @Size(min = 31, max = 31) String implementationCode) {}

    /** A draft and the answers of earlier cases that may be taken over. */
    record DraftView(
            UUID id,
            String implementationCode,
            int version,
            String channel,
            Instant createdAt,
            Instant changedAt,
            List<FormField> form,
            List<MaterialChoice> materials,
            List<EarlierAnswer> prefill) {}

    record DraftSummary(UUID id, String implementationCode, int version, String channel, Instant changedAt) {
        static DraftSummary of(Draft draft) {
            return new DraftSummary(
                    draft.id, draft.implementationCode, draft.version, draft.channel, draft.changedAt.toInstant());
        }
    }

    record DraftList(List<DraftSummary> drafts) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("applicant")
    @Operation(operationId = "openDraft", summary = "Begin a draft for an item (201), or get the one there is (200)")
    @Extension(name = "x-problems", value = "item-unknown,audience-mismatch")
    @APIResponse(
            responseCode = "201",
            description = "Begun",
            content = @Content(schema = @Schema(implementation = DraftView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The one there is",
            content = @Content(schema = @Schema(implementation = DraftView.class)))
    public Uni<RestResponse<DraftView>> open(@NotNull @Valid DraftRequest request) {
        var who = caller.snapshot();
        var application = matching.applicationFor(request.implementationCode(), who, clock.instant());
        return drafts.open(who, application.item().implementationCode())
                .chain(opened -> prefill.answers(who).map(answers -> opened(opened, answers)));
    }

    private RestResponse<DraftView> opened(Drafts.Opened opened, List<EarlierAnswer> answers) {
        var answer = opened.isNew()
                ? RestResponse.ResponseBuilder.<DraftView>created(URI.create("/v1/drafts/" + opened.draft().id))
                : RestResponse.ResponseBuilder.<DraftView>ok();
        return tagged(answer, view(opened.draft(), answers));
    }

    @GET
    @RolesAllowed("applicant")
    @Operation(operationId = "listDrafts", summary = "The subject's own drafts, last changed first")
    public Uni<DraftList> list() {
        return drafts.list(caller.snapshot())
                .map(found -> new DraftList(found.stream().map(DraftSummary::of).toList()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("applicant")
    @Operation(operationId = "getDraft", summary = "A draft with its content and what earlier cases can fill in")
    @Extension(name = "x-problems", value = "draft-not-found")
    public Uni<RestResponse<DraftView>> get(@PathParam("id") UUID id) {
        var who = caller.snapshot();
        return drafts.get(who, id).chain(draft -> prefill.answers(who)
                .map(answers -> tagged(RestResponse.ResponseBuilder.ok(), view(draft, answers))));
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("applicant")
    @Operation(operationId = "saveDraft", summary = "Save a draft; If-Match names the version it was read at")
    @Extension(name = "x-problems", value = "draft-not-found,version-changed,version-required")
    public Uni<RestResponse<DraftView>> save(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @NotNull @Valid DraftContent content) {
        return drafts.save(caller.snapshot(), id, EntityVersion.expected(version), content)
                .map(draft -> tagged(RestResponse.ResponseBuilder.ok(), view(draft, List.of())));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("applicant")
    @Operation(operationId = "discardDraft", summary = "Throw a draft away")
    @Extension(name = "x-problems", value = "draft-not-found")
    public Uni<RestResponse<Void>> discard(@PathParam("id") UUID id) {
        return drafts.discard(caller.snapshot(), id).replaceWith(RestResponse::noContent);
    }

    private DraftView view(Draft draft, List<EarlierAnswer> answers) {
        var content = drafts.content(draft);
        return new DraftView(
                draft.id,
                draft.implementationCode,
                draft.version,
                draft.channel,
                draft.createdAt.toInstant(),
                draft.changedAt.toInstant(),
                content.form(),
                content.materials(),
                answers);
    }

    private static RestResponse<DraftView> tagged(RestResponse.ResponseBuilder<DraftView> answer, DraftView view) {
        return answer.entity(view)
                .header("ETag", EntityVersion.tag(view.version()))
                .header("Cache-Control", "private, no-cache")
                .build();
    }
}
