package io.yizhan.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
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

    private final MeterRegistry meters;
    private final boolean isOpen;
    private final List<Predicate<RoutingContext>> lanes = new CopyOnWriteArrayList<>();
    private final List<Predicate<HttpServerRequest>> atOnce = new CopyOnWriteArrayList<>();
    private final List<Function<HttpServerRequest, @Nullable Reader>> reading = new CopyOnWriteArrayList<>();

    ExpressLane(HttpConfig config, MeterRegistry meters) {
        this.meters = meters;
        isOpen = config.lanes();
    }

    /** @param lane whether it has taken the request; it may still send it on with {@link RoutingContext#next} */
    public void open(Predicate<RoutingContext> lane) {
        if (isOpen) {
            lanes.add(lane);
        }
    }

    /** @param lane whether it has answered the request, which is all it may do with it; asked at the {@link Doorstep} */
    public void openAtOnce(Predicate<HttpServerRequest> lane) {
        if (isOpen) {
            atOnce.add(lane);
        }
    }

    /** Answers a request of which the lane has seen the head. */
    public interface Reader {
        /** @param road where it goes on instead, at most once and with nothing of it answered */
        void read(Buffer body, Runnable road);
    }

    /**
     * @param lane who answers the request when its body, {@link #isPlainJson short and plain}, has come; {@code null} for nobody.
     *     Asked at the {@link Doorstep} or behind the {@link FrontDoor}
     */
    public void openReading(Function<HttpServerRequest, @Nullable Reader> lane) {
        if (isOpen) {
            reading.add(lane);
        }
    }

    @Nullable Reader reader(HttpServerRequest request) {
        for (var lane : reading) {
            var reader = lane.apply(request);
            if (reader != null) {
                return reader;
            }
        }
        return null;
    }

    boolean takeAtOnce(HttpServerRequest request) {
        for (var lane : atOnce) {
            if (lane.test(request)) {
                return true;
            }
        }
        return false;
    }

    boolean take(RoutingContext context) {
        for (var lane : lanes) {
            if (lane.test(context)) {
                return true;
            }
        }
        return read(context);
    }

    private boolean read(RoutingContext context) {
        var reader = reader(context.request());
        if (reader == null) {
            return false;
        }
        context.request()
                .bodyHandler(body -> {
                    ((RoutingContextInternal) context).setBody(body); // the road finds it there
                    reader.read(body, context::next);
                })
                .resume();
        return true;
    }

    /** @param template the path as the framework's metrics name it */
    public Operation operation(HttpMethod method, String template) {
        return new Operation(timer(method, template, 200, "SUCCESS"), timer(method, template, 304, "REDIRECTION"));
    }

    private Timer timer(HttpMethod method, String template, int status, String outcome) {
        return Timer.builder("http.server.requests")
                .description("HTTP server request processing time")
                .tags("method", method.name(), "uri", template, "status", Integer.toString(status), "outcome", outcome)
                .register(meters);
    }

    /**
     * Sends the answers of one operation, and counts and times them under the names the framework gives to what takes the
     * road. The framework would put the names together and look for the timer anew after every answer.
     */
    public static final class Operation {
        /** {@code quarkus.micrometer.binder.http-server.ignore-patterns} leaves it out. */
        private static final String COUNTED = "/counted";

        private final Timer ok;
        private final Timer notModified;

        private Operation(Timer ok, Timer notModified) {
            this.ok = ok;
            this.notModified = notModified;
        }

        public void sendJson(HttpServerRequest request, Buffer body) {
            begin(request, ok);
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
        }

        public void sendNotModified(HttpServerRequest request) {
            begin(request, notModified);
            request.response().setStatusCode(304).end();
        }

        private static void begin(HttpServerRequest request, Timer timer) {
            if (!RequestId.isNamed(request)) {
                RequestId.name(request);
            }
            if (((HttpServerRequestInternal) request).metric() instanceof HttpRequestMetric metric) {
                metric.setTemplatePath(COUNTED);
                metric.getSample().stop(timer);
            }
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

    /** Answers with what comes, in the request's own turn; a failure goes on to the road, which knows how to answer it. */
    public static <T> void answer(Uni<T> coming, Consumer<T> answer, Runnable road) {
        var here = (ContextInternal) Vertx.currentContext();
        coming.subscribe()
                .with(
                        item -> here.execute(item, answer::accept),
                        failure -> here.execute(failure, unanswered -> road.run()));
    }
}
