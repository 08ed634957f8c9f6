package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.identity.RegisterSubject.Confirmation;
import io.yizhan.identity.Subjects.Registered;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1")
@Cancellable(false)
@Tag(name = "Identity")
class SubjectResource {
    private final RegisterSubject registerSubject;
    private final Subjects subjects;
    private final SubjectReads reads;
    private final IdentityNumbers numbers;
    private final Caller caller;

    SubjectResource(
            RegisterSubject registerSubject,
            Subjects subjects,
            SubjectReads reads,
            IdentityNumbers numbers,
            Caller caller) {
        this.registerSubject = registerSubject;
        this.subjects = subjects;
        this.reads = reads;
        this.numbers = numbers;
        this.caller = caller;
    }

    @POST
    @Path("/subjects")
    @RolesAllowed("clerk")
    @Operation(
            operationId = "registerSubject",
            summary = "Register a person or an organisation, once per number: 201 when new, 200 when known")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SubjectView.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SubjectView.class)))
    @Extension(
            name = "x-problems",
            value = "identity-number-invalid,identity-number-suspicious,subject-not-found,invalid-request")
    public Uni<Response> register(@NotNull @Valid SubjectRequest request, @Context HttpServerRequest exchange) {
        var cause = Cause.of(caller, exchange);
        return representative(request)
                .chain(representative -> register(request, representative, cause))
                .chain(registered -> view(registered, cause));
    }

    private Uni<Optional<SubjectId>> representative(SubjectRequest request) {
        var named = request.representative();
        if (named.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return named.get().find(subjects, numbers).map(Optional::of);
    }

    private Uni<Registered> register(SubjectRequest request, Optional<SubjectId> representative, Cause cause) {
        return registerSubject.register(
                request.kind(),
                request.number(),
                request.name(),
                Optional.ofNullable(request.phone()),
                representative,
                request.isConfirmed() ? Confirmation.CONFIRMED_AGAINST_REGISTRY : Confirmation.NOT_CONFIRMED,
                cause);
    }

    /** A subject that was known already is shown to the clerk, which is a reading like any other. */
    private Uni<Response> view(Registered registered, Cause cause) {
        var subject = registered.isNew()
                ? subjects.get(registered.id())
                : reads.read(registered.id(), "registered before", cause);
        return subject.map(SubjectView::of).map(view -> Response.status(registered.isNew() ? 201 : 200)
                .entity(view)
                .build());
    }

    @POST
    @Path("/subject-lookups")
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "lookUpSubject",
            summary = "Find a registered subject by its number or id, for a stated purpose; leaves an audit row")
    @Extension(name = "x-problems", value = "identity-number-invalid,subject-not-found")
    public Uni<SubjectView> lookUp(@NotNull @Valid LookupRequest request, @Context HttpServerRequest exchange) {
        var cause = Cause.of(caller, exchange);
        var id = request.subjectId();
        var found = id == null
                ? reads.read(
                        StatedNumber.of(request.kind(), request.number()).graded(numbers), request.purpose(), cause)
                : reads.read(SubjectIds.parse(id), request.purpose(), cause);
        return found.map(SubjectView::of);
    }

    @POST
    @Path("/subjects/{id}/disablement")
    @RolesAllowed("administrator")
    @Operation(operationId = "disableSubject", summary = "Keep a subject from signing in and end its sessions at once")
    @APIResponse(responseCode = "204", description = "Disabled")
    @Extension(name = "x-problems", value = "subject-not-found")
    public Uni<Void> disable(@RestPath String id, @Context HttpServerRequest exchange) {
        var cause = Cause.of(caller, exchange);
        return subjects.get(SubjectIds.parse(id)).chain(subject -> subjects.disable(subject.id(), cause));
    }

    @DELETE
    @Path("/subjects/{id}/disablement")
    @RolesAllowed("administrator")
    @Operation(operationId = "enableSubject", summary = "Let a disabled subject sign in again")
    @APIResponse(responseCode = "204", description = "Enabled")
    @Extension(name = "x-problems", value = "subject-not-found")
    public Uni<Void> enable(@RestPath String id, @Context HttpServerRequest exchange) {
        var cause = Cause.of(caller, exchange);
        return subjects.get(SubjectIds.parse(id)).chain(subject -> subjects.enable(subject.id(), cause));
    }
}
