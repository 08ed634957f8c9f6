package io.yizhan.progress;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.yizhan.casework.QueryNumber;
import io.yizhan.identity.VerifiedTokens;
import io.yizhan.platform.Problem;
import io.yizhan.platform.http.ClientAddresses;
import io.yizhan.platform.http.ExpressLane;
import io.yizhan.platform.http.LaneRequest;
import io.yizhan.platform.http.Preference;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
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
    private final ClientAddresses addresses;
    private final ProgressConfig config;

    ProgressLane(
            ExpressLane lanes,
            VerifiedTokens tokens,
            ProgressViews views,
            Waiting waiting,
            ClientThrottle throttle,
            ClientAddresses addresses,
            ProgressConfig config) {
        this.lanes = lanes;
        this.operation = lanes.operation(HttpMethod.GET, TEMPLATE);
        this.tokens = tokens;
        this.views = views;
        this.waiting = waiting;
        this.throttle = throttle;
        this.addresses = addresses;
        this.config = config;
    }

    void observe(@Observes Filters filters) {
        lanes.open(this::reader);
    }

    private ExpressLane.@Nullable Reader reader(LaneRequest request) {
        var number = request.is(HttpMethod.GET) && ExpressLane.takesJson(request) ? number(request.uri()) : null;
        var client = number == null ? null : client(request);
        if (number == null || client == null || !admits(client)) {
            return null;
        }
        return (body, road) -> answer(request, number, client, road);
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

    private @Nullable String client(LaneRequest request) {
        if (!request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            return addresses.of(request);
        }
        var caller = tokens.callerOf(request.headers());
        return caller == null ? null : ProgressResource.client(caller);
    }

    private void answer(LaneRequest request, QueryNumber number, String client, Runnable road) {
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

    private void hold(LaneRequest request, HeldQuestion.Wish wish, Runnable road) {
        var question = new HeldQuestion(
                views,
                waiting,
                wish,
                () -> views.of(wish.number()).map(Optional::orElseThrow),
                (view, hasWaited) -> {
                    if (hasWaited) {
                        sendLate(request, view, wish.longest());
                    } else {
                        send(request, view);
                    }
                },
                unanswered -> road.run());
        request.onHangUp(question::abandon);
        question.ask();
    }

    private void send(LaneRequest request, Rendered view) {
        sendWith(request, view, HttpHeaders.ETAG, view.header(), HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
    }

    private void sendLate(LaneRequest request, Rendered view, Duration longest) {
        sendWith(
                request,
                view,
                HttpHeaders.ETAG,
                view.header(),
                HttpHeaders.CACHE_CONTROL,
                CACHE_CONTROL,
                PREFERENCE_APPLIED,
                "wait=" + longest.toSeconds());
    }

    private void sendWith(LaneRequest request, Rendered view, CharSequence... headers) {
        if (isKnown(request, view)) {
            operation.sendNotModified(request, headers);
        } else {
            operation.sendJson(request, view.body(), headers);
        }
    }

    private static boolean isKnown(LaneRequest request, Rendered view) {
        var first = request.headers().get(HttpHeaders.IF_NONE_MATCH);
        return first != null
                && (first.equals(view.header())
                        || view.etag().isNamedBy(request.headers().getAll(HttpHeaders.IF_NONE_MATCH)));
    }
}
