package io.yizhan.progress;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.casework.QueryNumber;
import io.yizhan.identity.VerifiedTokens;
import io.yizhan.platform.Problem;
import io.yizhan.platform.http.ExpressLane;
import io.yizhan.platform.http.Preference;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ExpressLane} of {@link ProgressResource}: a well-formed number that exists, no token or one verified a moment
 * ago.
 */
@Singleton
final class ProgressLane {
    private static final String BEFORE_NUMBER = ProgressResource.PATH + "/";
    private static final String TEMPLATE = BEFORE_NUMBER + "{queryNumber}";
    private static final int NUMBER_LENGTH = 13;
    private static final CharSequence PREFERENCE_APPLIED = HttpHeaders.createOptimized("Preference-Applied");
    private static final CharSequence CACHE_CONTROL = HttpHeaders.createOptimized("private, no-cache");

    private final ExpressLane lanes;
    private final ExpressLane.Operation operation;
    private final VerifiedTokens tokens;
    private final ProgressViews views;
    private final Waiting waiting;
    private final ClientThrottle throttle;
    private final ProgressConfig config;

    ProgressLane(
            ExpressLane lanes,
            VerifiedTokens tokens,
            ProgressViews views,
            Waiting waiting,
            ClientThrottle throttle,
            ProgressConfig config) {
        this.lanes = lanes;
        this.operation = lanes.operation(HttpMethod.GET, TEMPLATE);
        this.tokens = tokens;
        this.views = views;
        this.waiting = waiting;
        this.throttle = throttle;
        this.config = config;
    }

    void observe(@Observes Filters filters) {
        lanes.open(this::reader);
    }

    private ExpressLane.@Nullable Reader reader(HttpServerRequest request) {
        var number = isGet(request) && ExpressLane.takesJson(request) ? number(request.uri()) : null;
        var client = number == null ? null : client(request);
        if (number == null || client == null || !admits(client)) {
            return null;
        }
        return (body, road) -> answer(request, number, client, road);
    }

    private static boolean isGet(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET);
    }

    /** The road refuses again, and says so. */
    private boolean admits(String client) {
        try {
            throttle.ask(client);
            return true;
        } catch (Problem refused) {
            return false;
        }
    }

    private static @Nullable QueryNumber number(String uri) {
        if (uri.length() != BEFORE_NUMBER.length() + NUMBER_LENGTH || !uri.startsWith(BEFORE_NUMBER)) {
            return null;
        }
        try {
            return QueryNumber.parse(uri.substring(BEFORE_NUMBER.length()));
        } catch (Problem mistyped) {
            return null;
        }
    }

    private @Nullable String client(HttpServerRequest request) {
        if (!request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            return request.remoteAddress().hostAddress();
        }
        var caller = tokens.callerOf(request);
        return caller == null ? null : ProgressResource.client(caller);
    }

    private void answer(HttpServerRequest request, QueryNumber number, String client, Runnable road) {
        var wait = Preference.waitOf(request.headers().get(Preference.HEADER), config.longestWait());
        if (wait.isPresent()) {
            var known = request.headers().getAll(HttpHeaders.IF_NONE_MATCH);
            hold(request, new HeldQuestion.Wish(number, client, known, wait.get()), road);
            return;
        }
        var held = views.find(number);
        if (held != null) {
            send(request, held);
        } else if (!views.ask(number, view -> send(request, view), road)) {
            ExpressLane.answer(
                    Uni.createFrom().deferred(() -> views.of(number)).map(Optional::orElseThrow),
                    view -> send(request, view),
                    road);
        }
    }

    private void hold(HttpServerRequest request, HeldQuestion.Wish wish, Runnable road) {
        var question = new HeldQuestion(
                views,
                waiting,
                wish,
                () -> views.of(wish.number()).map(Optional::orElseThrow),
                (view, hasWaited) -> {
                    if (hasWaited) {
                        request.response()
                                .putHeader(
                                        PREFERENCE_APPLIED,
                                        "wait=" + wish.longest().toSeconds());
                    }
                    send(request, view);
                },
                unanswered -> road.run());
        request.response().closeHandler(gone -> question.abandon());
        question.ask();
    }

    private void send(HttpServerRequest request, Rendered view) {
        request.response()
                .putHeader(HttpHeaders.ETAG, view.header())
                .putHeader(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
        if (isKnown(request, view)) {
            operation.sendNotModified(request);
        } else {
            operation.sendJson(request, view.body());
        }
    }

    private static boolean isKnown(HttpServerRequest request, Rendered view) {
        var first = request.headers().get(HttpHeaders.IF_NONE_MATCH);
        return first != null
                && (first.equals(view.header())
                        || view.etag().isNamedBy(request.headers().getAll(HttpHeaders.IF_NONE_MATCH)));
    }
}
