package io.yizhan.progress;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.casework.QueryNumber;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
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
    private final ProgressConfig config;
    private final SecurityIdentity identity;
    private final Caller caller;

    ProgressResource(
            ProgressViews views,
            Waiting waiting,
            ClientThrottle throttle,
            ProgressConfig config,
            SecurityIdentity identity,
            Caller caller) {
        this.views = views;
        this.waiting = waiting;
        this.throttle = throttle;
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
                ? afterWaiting(number, client, known, wait.get())
                : present(number, client).map(view -> answer(view, known, Optional.empty()));
    }

    private Uni<RestResponse<Buffer>> afterWaiting(
            QueryNumber number, String client, List<String> known, Duration wait) {
        var waiter = new Waiter(number, client, known, System.nanoTime() + wait.toNanos());
        return changed(waiter, waiting.changes(number))
                .map(view -> answer(view, known, waiter.hasWaited ? Optional.of(wait) : Optional.empty()));
    }

    /** A question that is held until the client does not know the answer yet. */
    private static final class Waiter {
        private final QueryNumber number;
        private final String client;
        private final List<String> known;
        private final long deadline;
        private boolean hasWaited;

        private Waiter(QueryNumber number, String client, List<String> known, long deadline) {
            this.number = number;
            this.client = client;
            this.known = known;
            this.deadline = deadline;
        }

        private Duration left() {
            return Duration.ofNanos(deadline - System.nanoTime());
        }
    }

    /** The first view the client does not know, or the present one when the time is over. It may be woken for nothing. */
    private Uni<Rendered> changed(Waiter waiter, int seen) {
        return present(waiter.number, waiter.client).chain(view -> {
            var left = waiter.left();
            if (!view.etag().isNamedBy(waiter.known) || left.toMillis() < 1 || !waiting.hasRoom(waiter.client)) {
                return Uni.createFrom().item(view);
            }
            waiter.hasWaited = true;
            return waiting.await(waiter.number, waiter.client, left, seen)
                    .chain(() -> isStill(view, waiter, seen)
                            ? Uni.createFrom().item(view)
                            : changed(waiter, waiting.changes(waiter.number)));
        });
    }

    /** Thousands who waited in vain need not look again: they would have been told. */
    private boolean isStill(Rendered view, Waiter waiter, int seen) {
        return waiting.changes(waiter.number) == seen && views.isTold(view);
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
        return identity.isAnonymous() ? request.remoteAddress().hostAddress() : client(caller);
    }

    static String client(Caller caller) {
        return caller.subject().toString();
    }
}
