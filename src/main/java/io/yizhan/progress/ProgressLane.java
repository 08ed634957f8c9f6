package io.yizhan.progress;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.yizhan.casework.QueryNumber;
import io.yizhan.identity.VerifiedTokens;
import io.yizhan.platform.Problem;
import io.yizhan.platform.http.ExpressLane;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ExpressLane} of {@link ProgressResource}: a well-formed number that exists, no wish to wait, no token or one
 * verified a moment ago.
 */
@Singleton
final class ProgressLane {
    private static final String BEFORE_NUMBER = ProgressResource.PATH + "/";
    private static final String TEMPLATE = BEFORE_NUMBER + "{queryNumber}";
    private static final int NUMBER_LENGTH = 13;
    private static final CharSequence PREFER = HttpHeaders.createOptimized("prefer");
    private static final CharSequence CACHE_CONTROL = HttpHeaders.createOptimized("private, no-cache");

    private final ExpressLane lanes;
    private final ExpressLane.Operation operation;
    private final VerifiedTokens tokens;
    private final ProgressViews views;
    private final ClientThrottle throttle;

    ProgressLane(ExpressLane lanes, VerifiedTokens tokens, ProgressViews views, ClientThrottle throttle) {
        this.lanes = lanes;
        this.operation = lanes.operation(HttpMethod.GET, TEMPLATE);
        this.tokens = tokens;
        this.views = views;
        this.throttle = throttle;
    }

    void observe(@Observes Filters filters) {
        lanes.openAtOnce(this::takeHeld);
        lanes.open(this::take);
    }

    /** A view held in memory; its answer is sent before this returns. */
    private boolean takeHeld(HttpServerRequest request) {
        var number = isGet(request) ? number(request.uri()) : null;
        var held = number == null ? null : views.find(number);
        var client = held == null || !isPlain(request) ? null : client(request);
        if (held == null || client == null || !admits(client)) {
            return false;
        }
        send(request, held);
        return true;
    }

    private boolean take(RoutingContext context) {
        var request = context.request();
        var number = isGet(request) ? number(request.uri()) : null;
        var client = number == null || !isPlain(request) ? null : client(request);
        if (number == null || client == null || !admits(client)) {
            return false;
        }
        answer(context, number);
        return true;
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

    private static boolean isPlain(HttpServerRequest request) {
        return !request.headers().contains(PREFER) && ExpressLane.takesJson(request);
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

    private void answer(RoutingContext context, QueryNumber number) {
        var request = context.request();
        var held = views.find(number);
        if (held != null) {
            send(request, held);
        } else if (!views.ask(number, view -> send(request, view), context::next)) {
            ExpressLane.answer(
                    Uni.createFrom().deferred(() -> views.of(number)).map(Optional::orElseThrow),
                    view -> send(request, view),
                    context::next);
        }
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
        var known = request.headers().getAll(HttpHeaders.IF_NONE_MATCH);
        return !known.isEmpty()
                && (known.size() == 1 && known.get(0).equals(view.header())
                        || view.etag().isNamedBy(known));
    }
}
