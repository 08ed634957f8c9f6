package io.yizhan.progress;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.casework.QueryNumber;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.ClientAddresses;
import io.yizhan.platform.http.Preference;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path(ProgressResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "progress", description = "Following a case by its query number, without signing in")
class ProgressResource {
    static final String PATH = "/v1/progress";

    private final ProgressViews views;
    private final Waiting waiting;
    private final ClientThrottle throttle;
    private final ClientAddresses addresses;
    private final ProgressConfig config;
    private final SecurityIdentity identity;
    private final Caller caller;

    ProgressResource(
            ProgressViews views,
            Waiting waiting,
            ClientThrottle throttle,
            ClientAddresses addresses,
            ProgressConfig config,
            SecurityIdentity identity,
            Caller caller) {
        this.views = views;
        this.waiting = waiting;
        this.throttle = throttle;
        this.addresses = addresses;
        this.config = config;
        this.identity = identity;
        this.caller = caller;
    }

    @GET
    @Path("/{queryNumber}")
    @PermitAll
    @Operation(
            operationId = "getProgress",
            summary =
                    "Where a case stands: no personal data; ETag and 304; Prefer: wait=n holds the answer until it changes")
    @APIResponse(
            responseCode = "200",
            description = "The present view",
            content = @Content(schema = @Schema(implementation = ProgressView.class)))
    @APIResponse(responseCode = "304", description = "Unchanged since the ETag in If-None-Match")
    @Extension(name = "x-problems", value = "query-number-invalid,progress-not-found,too-many-requests")
    public Uni<RestResponse<Buffer>> get(
            @PathParam("queryNumber") String typed,
            @HeaderParam("If-None-Match") List<String> known,
            @HeaderParam("Prefer") @Nullable String prefer,
            HttpServerRequest request) {
        var number = QueryNumber.parse(typed);
        var client = client(request);
        throttle.ask(client);
        var wait = Preference.waitOf(prefer, config.longestWait());
        return wait.isPresent()
                ? afterWaiting(new HeldQuestion.Wish(number, client, known, wait.get()))
                : present(number, client).map(view -> answer(view, known, Optional.empty()));
    }

    private Uni<RestResponse<Buffer>> afterWaiting(HeldQuestion.Wish wish) {
        return Uni.createFrom().emitter(emitter -> {
            var question = new HeldQuestion(
                    views,
                    waiting,
                    wish,
                    () -> present(wish.number(), wish.client()),
                    (view, hasWaited) -> emitter.complete(
                            answer(view, wish.known(), hasWaited ? Optional.of(wish.longest()) : Optional.empty())),
                    emitter::fail);
            emitter.onTermination(question::abandon);
            question.ask();
        });
    }

    private Uni<Rendered> present(QueryNumber number, String client) {
        return views.of(number).map(found -> found.orElseThrow(() -> notFound(client)));
    }

    private Problem notFound(String client) {
        throttle.missed(client);
        return Problem.of(ProblemType.PROGRESS_NOT_FOUND, "请对照回执核对查询号。", "Compare the query number with your receipt.");
    }

    private static RestResponse<Buffer> answer(Rendered view, List<String> known, Optional<Duration> waited) {
        var answer = view.etag().isNamedBy(known)
                ? RestResponse.ResponseBuilder.<Buffer>notModified()
                : RestResponse.ResponseBuilder.ok(view.body());
        answer.header("ETag", view.header()).header("Cache-Control", "private, no-cache");
        waited.ifPresent(wait -> answer.header("Preference-Applied", "wait=" + wait.toSeconds()));
        return answer.build();
    }

    /** A kiosk is known by its device, anyone else by their address. */
    private String client(HttpServerRequest request) {
        return identity.isAnonymous() ? addresses.of(request) : client(caller);
    }

    static String client(Caller caller) {
        return caller.subject().toString();
    }
}
