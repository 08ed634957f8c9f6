package io.yizhan.platform.http;

import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the lanes of the hottest operations share. A lane answers the plain, successful case of its operation ahead of the
 * framework's road and hands everything else on to it, untouched: the road alone decides what is refused and how. Lanes lie
 * behind the {@link FrontDoor}, before authentication.
 */
@Singleton
public final class ExpressLane {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");

    /** Digits of the longest body's length: 999 bytes. */
    private static final int LONGEST_LENGTH = 3;

    private final boolean isOpen;
    private final List<Predicate<RoutingContext>> lanes = new CopyOnWriteArrayList<>();

    ExpressLane(HttpConfig config) {
        isOpen = config.lanes();
    }

    /** @param lane whether it has taken the request; it may still send it on with {@link RoutingContext#next} */
    public void open(Predicate<RoutingContext> lane) {
        if (isOpen) {
            lanes.add(lane);
        }
    }

    boolean take(RoutingContext context) {
        for (var lane : lanes) {
            if (lane.test(context)) {
                return true;
            }
        }
        return false;
    }

    /** Under which address the request is counted and timed: as the framework does for the road, never the address itself. */
    public static void count(RoutingContext context, String template) {
        var metric = HttpRequestMetric.getRequestMetric(context);
        if (metric != null) {
            metric.setTemplatePath(template);
        }
    }

    /** Whether the request carries a short JSON body, whole and plain, and takes JSON for an answer. */
    public static boolean isPlainJson(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2 // whose body cannot be read here and passed on
                && isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))
                && isShort(request.getHeader(HttpHeaders.CONTENT_LENGTH))
                && takesJson(request);
    }

    private static boolean isJson(@Nullable String type) {
        return type != null
                && (type.equals("application/json") || type.equalsIgnoreCase("application/json; charset=utf-8"));
    }

    private static boolean isShort(@Nullable String length) {
        return length != null && length.length() <= LONGEST_LENGTH;
    }

    /** Understands only the two ways in which almost every client says so. */
    public static boolean takesJson(HttpServerRequest request) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted == null || accepted.equals("*/*") || accepted.equals("application/json");
    }

    /** Reads the body for the lane, so that the road behind it finds it too. */
    public static void withBody(RoutingContext context, BiConsumer<RoutingContext, Buffer> then) {
        context.request()
                .bodyHandler(body -> {
                    ((RoutingContextInternal) context).setBody(body);
                    then.accept(context, body);
                })
                .resume();
    }

    public static void sendJson(RoutingContext context, Buffer body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
    }

    /** Answers with what comes, in the request's own turn; a failure goes on to the road, which knows how to answer it. */
    public static <T> void answer(RoutingContext context, Uni<T> coming, BiConsumer<RoutingContext, T> answer) {
        var here = (ContextInternal) context.vertx().getOrCreateContext();
        coming.subscribe()
                .with(
                        item -> here.execute(item, made -> answer.accept(context, made)),
                        failure -> here.execute(failure, road -> context.next()));
    }
}
