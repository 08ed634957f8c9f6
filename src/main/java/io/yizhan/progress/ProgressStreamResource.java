package io.yizhan.progress;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.yizhan.casework.QueryNumber;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.ClientAddresses;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Progress as server-sent events, for portals. A stream is a {@link Waiting waiter} that is asked again and again: no thread, no
 * cursor, nothing that could fall behind; whoever comes back with the id of the last event gets what has changed since.
 */
@Path(ProgressResource.PATH + "/{queryNumber}/events")
@Tag(name = "progress", description = "Following a case by its query number, without signing in")
class ProgressStreamResource {
    private final ProgressViews views;
    private final Waiting waiting;
    private final Streams streams;
    private final ClientThrottle throttle;
    private final ClientAddresses addresses;
    private final ProgressConfig config;
    private final SecurityIdentity identity;
    private final Caller caller;

    ProgressStreamResource(
            ProgressViews views,
            Waiting waiting,
            Streams streams,
            ClientThrottle throttle,
            ClientAddresses addresses,
            ProgressConfig config,
            SecurityIdentity identity,
            Caller caller) {
        this.views = views;
        this.waiting = waiting;
        this.streams = streams;
        this.throttle = throttle;
        this.addresses = addresses;
        this.config = config;
        this.identity = identity;
        this.caller = caller;
    }

    @GET
    @PermitAll
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followProgress",
            summary =
                    "Where a case stands, now and whenever it changes, as server-sent events: each carries the view getProgress answers, with its entity tag for id")
    @APIResponse(
            responseCode = "200",
            description =
                    "Events named progress, with comments in between that keep the connection; it ends with the case, or after a while",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "204", description = "The case has ended as the client knows; nothing more will happen")
    @Extension(name = "x-problems", value = "query-number-invalid,progress-not-found,too-many-requests,service-busy")
    public Uni<Void> follow(
            @PathParam("queryNumber") String typed,
            @HeaderParam("Last-Event-ID") @Nullable String last,
            HttpServerRequest request) {
        var number = QueryNumber.parse(typed);
        var client = identity.isAnonymous() ? addresses.of(request) : ProgressResource.client(caller);
        throttle.ask(client);
        var follower = new Follower(
                number, client, request.response(), Optional.ofNullable(last).orElse(""));
        return follower.look().invoke(found -> streams.checkRoom(client)).chain(found -> follower.follow());
    }

    /** One stream. Its events are asked for one after the other, so its fields need no lock. */
    private final class Follower {
        private final QueryNumber number;
        private final String client;
        private final HttpServerResponse response;
        private final int ends = streams.ends();
        private final long deadline = System.nanoTime() + config.longestStream().toNanos();
        private String known;
        private int seen;
        private boolean isFinal;
        private boolean isNews;

        private Follower(QueryNumber number, String client, HttpServerResponse response, String known) {
            this.number = number;
            this.client = client;
            this.response = response;
            this.known = known;
        }

        private Uni<Rendered> look() {
            seen = waiting.changes(number);
            return views.of(number)
                    .map(found -> found.orElseThrow(this::notFound))
                    .invoke(this::note);
        }

        private Problem notFound() {
            throttle.missed(client);
            return Problem.of(
                    ProblemType.PROGRESS_NOT_FOUND, "请对照回执核对查询号。", "Compare the query number with your receipt.");
        }

        private void note(Rendered view) {
            isFinal = view.isFinal();
            isNews = !view.etag().opaque().equals(known);
        }

        private boolean hasSeenAll() {
            return isFinal && !isNews;
        }

        /** Ends with the case, after a while, or when the client hangs up; whatever breaks it, the client comes back. */
        private Uni<Void> follow() {
            if (hasSeenAll()) {
                return Uni.createFrom().voidItem();
            }
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream;charset=UTF-8")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("X-Accel-Buffering", "no");
            streams.enter(client);
            return Multi.createBy()
                    .repeating()
                    .uni(this::next)
                    .whilst(event -> !isOver())
                    .onItem()
                    .transformToUniAndConcatenate(this::write)
                    .collect()
                    .last()
                    .onTermination()
                    .invoke(() -> streams.leave(client))
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid();
        }

        /** The next is asked for when this one has left, so a client that does not read costs one event. */
        private Uni<Void> write(String event) {
            return Uni.createFrom().completionStage(() -> response.write(event).toCompletionStage());
        }

        private boolean isOver() {
            return hasSeenAll() || ends != streams.ends() || System.nanoTime() - deadline > 0;
        }

        /** The view when it is news, otherwise a comment, after a pause or when something has changed. */
        private Uni<String> next() {
            return look().chain(view -> isNews ? Uni.createFrom().item(tell(view)) : rest());
        }

        private String tell(Rendered view) {
            known = view.etag().opaque();
            isNews = false;
            return "id: " + known + "\nevent: progress\ndata: " + view.body() + "\n\n";
        }

        private Uni<String> rest() {
            return waiting.await(number, client, config.heartbeat(), seen).replaceWith(":\n\n");
        }
    }
}
