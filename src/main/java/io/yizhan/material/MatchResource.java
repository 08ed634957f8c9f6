package io.yizhan.material;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.identity.Caller;
import io.yizhan.platform.http.ProblemAnswer.Language;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path(MatchResource.PATH)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "matches", description = "What need not be handed in again")
@Cancellable(false)
class MatchResource {
    static final String PATH = "/v1/matches";

    private final Caller caller;
    private final MatchAnswers answers;

    MatchResource(Caller caller, MatchAnswers answers) {
        this.caller = caller;
        this.answers = answers;
    }

    /** @param moment the moment of acceptance to decide for; now when absent */
    record MatchRequest(
            @NotNull @Size(min = 31, max = 31) String implementationCode,
            @Nullable Instant moment) {}

    @POST
    @RolesAllowed("applicant")
    @Operation(
            operationId = "matchMaterials",
            summary =
                    "Each material an item asks for: attached, offered, or to be supplied, with reasons and provenance")
    @APIResponse(
            responseCode = "200",
            description = "The match",
            content = @Content(schema = @Schema(implementation = MatchView.class)))
    @Extension(name = "x-problems", value = "item-unknown,audience-mismatch")
    public Uni<Buffer> match(@NotNull @Valid MatchRequest request, HttpServerRequest http) {
        return answers.answer(
                caller.snapshot(), request.implementationCode(), request.moment(), Language.of(http.headers()));
    }
}
