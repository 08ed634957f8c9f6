package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/mandates")
@Cancellable(false)
@Tag(name = "Identity")
class MandateResource {
    private static final Duration LONGEST = Duration.ofDays(366);

    /** The agent, named well enough that nobody can find out by trying who is registered here. */
    @Schema(name = "MandateRequest")
    record Request(
            @NotNull IdentityKind kind,
            @NotNull @Size(max = 64) String number,
            @NotBlank @Size(max = 100) String name,
            @NotNull OffsetDateTime validUntil) {
        @Override
        public String toString() {
            return "mandate until " + validUntil;
        }
    }

    @Schema(name = "MandateGranted")
    record Granted(UUID id) {}

    @Schema(name = "MandateList")
    record Listed(List<Mandate> items) {}

    private final Mandates mandates;
    private final Subjects subjects;
    private final IdentityNumbers numbers;
    private final Caller caller;
    private final Clock clock;

    MandateResource(Mandates mandates, Subjects subjects, IdentityNumbers numbers, Caller caller, Clock clock) {
        this.mandates = mandates;
        this.subjects = subjects;
        this.numbers = numbers;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed("applicant")
    @Operation(
            operationId = "listMandates",
            summary = "Mandates received by the person, or given by the organisation acted for")
    public Uni<Listed> list() {
        return mandates.list(caller.subject()).map(Listed::new);
    }

    @POST
    @RolesAllowed("applicant")
    @Operation(
            operationId = "grantMandate",
            summary = "Name a registered person as time-boxed agent of the organisation acted for")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Granted.class)))
    @Extension(name = "x-problems", value = "identity-number-invalid,agent-not-found,mandate-refused")
    public Uni<Response> grant(@NotNull @Valid Request request, @Context HttpServerRequest exchange) {
        var who = caller.snapshot();
        var validUntil = end(request.validUntil().toInstant());
        if (!who.isActing()) {
            throw Problem.of(ProblemType.MANDATE_REFUSED);
        }
        return subjects.find(new StatedNumber(request.kind(), request.number()).person(numbers))
                .map(found -> accept(found, request.name(), who))
                .chain(agent -> mandates.grant(who, agent, validUntil, Cause.of(who, exchange)))
                .map(id -> Response.status(Response.Status.CREATED)
                        .entity(new Granted(id))
                        .build());
    }

    private Instant end(Instant validUntil) {
        var now = clock.instant();
        if (!validUntil.isAfter(now) || validUntil.isAfter(now.plus(LONGEST))) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault("/validUntil", "Range", "须在今后一年以内", "must lie within the coming year");
        }
        return validUntil;
    }

    /** A wrong name is the same answer as an unknown number. */
    private static SubjectId accept(Optional<Subject> found, String name, Caller representative) {
        return found.filter(subject -> !subject.isDisabled())
                .filter(subject -> subject.name().equals(name.strip()))
                .map(Subject::id)
                .filter(agent -> !agent.equals(representative.actor()))
                .orElseThrow(() -> Problem.of(ProblemType.AGENT_NOT_FOUND));
    }

    @POST
    @Path("/{id}/revocation")
    @RolesAllowed("applicant")
    @Operation(
            operationId = "revokeMandate",
            summary = "End an agent's mandate and everything signed in to under it, at once")
    @APIResponse(responseCode = "204", description = "Revoked")
    @Extension(name = "x-problems", value = "mandate-not-found,mandate-refused")
    public Uni<Void> revoke(@RestPath String id, @Context HttpServerRequest exchange) {
        var who = caller.snapshot();
        var mandate = SubjectIds.parse(id, ProblemType.MANDATE_NOT_FOUND).value();
        return mandates.revoke(who, mandate, Cause.of(who, exchange));
    }
}
