package io.yizhan.material;

import io.smallrye.mutiny.Uni;
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
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/v1/matches")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "matches", description = "What need not be handed in again")
@Cancellable(false)
class MatchResource {
    private final Caller caller;
    private final MatchMaterials matching;
    private final Clock clock;

    MatchResource(Caller caller, MatchMaterials matching, Clock clock) {
        this.caller = caller;
        this.matching = matching;
        this.clock = clock;
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
    @Extension(name = "x-problems", value = "item-unknown,audience-mismatch")
    public Uni<MatchView> match(@NotNull @Valid MatchRequest request, HttpServerRequest http) {
        var who = caller.snapshot();
        var moment = request.moment() == null ? clock.instant() : request.moment();
        var application = matching.applicationFor(request.implementationCode(), who, moment);
        return matching.match(who, application).map(matches -> MatchView.of(application, matches, Language.of(http)));
    }
}
