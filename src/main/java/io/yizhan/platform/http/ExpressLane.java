package io.yizhan.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the lanes of the hottest operations share. A lane answers the plain, successful case of its operation ahead of the
 * framework's road and hands everything else on to it, untouched: the road alone decides what is refused and how. Lanes lie
 * behind the {@link FrontDoor}, before authentication.
 */
@Singleton
public final class ExpressLane {
    /** Digits of the longest body's length: 999 bytes. */
    private static final int LONGEST_LENGTH = 3;

    private static final Logger LOG = Logger.getLogger(ExpressLane.class);
    static final Buffer NOTHING = Buffer.buffer(0);

    private final MeterRegistry meters;
    private final boolean isOpen;
    private final List<Function<LaneRequest, @Nullable Reader>> lanes = new CopyOnWriteArrayList<>();

    ExpressLane(HttpConfig config, MeterRegistry meters) {
        this.meters = meters;
        isOpen = config.lanes();
    }

    /** Answers a request of which the lane has seen the head. */
    public interface Reader {
        /**
         * @param body empty where there is none
         * @param road where the request goes on instead, at most once and with nothing of it answered
         */
        void read(Buffer body, Runnable road);
    }

    /**
     * @param lane who answers the request, when its body has come if it has one; {@code null} for nobody. Asked at the {@link
     *     Doorstep} or behind the {@link FrontDoor}, and not for a long body
     */
    public void open(Function<LaneRequest, @Nullable Reader> lane) {
        if (isOpen) {
            lanes.add(lane);
        }
    }

    /**
     * @param road where the request goes on, with its body that has been read
     * @return whether a lane has taken the request; it may still send it on
     */
    boolean take(HttpServerRequest request, Consumer<Buffer> road) {
        var hasBody = hasBody(request.headers());
        var reader = hasBody && !isReadable(request) ? null : reader(new FrontDoorRequest(request));
        if (reader == null) {
            return false;
        }
        if (hasBody) {
            request.bodyHandler(body -> read(reader, body, () -> road.accept(body)))
                    .resume();
        } else {
            read(reader, NOTHING, () -> road.accept(NOTHING));
        }
        return true;
    }

    /** What a lane fails at, the road may still answer. */
    static void read(Reader reader, Buffer body, Runnable road) {
        try {
            reader.read(body, road);
        } catch (RuntimeException unexpected) {
            LOG.error("A lane has failed", unexpected);
            road.run();
        }
    }

    private static boolean hasBody(MultiMap headers) {
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return length != null && !length.equals("0");
    }

    /** A body of HTTP/2 cannot be read here and passed on. */
    private static boolean isReadable(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2;
    }

    /** Who answers the request when its body has come; {@code null} for the road. */
    @Nullable Reader reader(LaneRequest request) {
        if (!isPlain(request.headers())) {
            return null;
        }
        try {
            return ready(request);
        } catch (RuntimeException unexpected) {
            LOG.error("A lane has failed", unexpected);
            return null;
        }
    }

    /** Who expects to be told to go on with the body is told so on the road. */
    private static boolean isPlain(MultiMap headers) {
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return (length == null || length.length() <= LONGEST_LENGTH) && !headers.contains(HttpHeaders.EXPECT);
    }

    private @Nullable Reader ready(LaneRequest request) {
        for (var lane : lanes) {
            var reader = lane.apply(request);
            if (reader != null) {
                return reader;
            }
        }
        return null;
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
        private final Timer ok;
        private final Timer notModified;

        private Operation(Timer ok, Timer notModified) {
            this.ok = ok;
            this.notModified = notModified;
        }

        /** @param headers a name, its value, and so on */
        public void sendJson(LaneRequest request, Buffer body, CharSequence... headers) {
            request.send(200, ok, body, headers);
        }

        /** @param headers a name, its value, and so on */
        public void sendNotModified(LaneRequest request, CharSequence... headers) {
            request.send(304, notModified, NOTHING, headers);
        }
    }

    /** Whether the request carries a JSON body in its ordinary form, whole, and takes JSON for an answer. */
    public static boolean isPlainJson(LaneRequest request) {
        return isJson(request.headers().get(HttpHeaders.CONTENT_TYPE))
                && request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && takesJson(request);
    }

    private static boolean isJson(@Nullable String type) {
        return type != null
                && (type.equals("application/json") || type.equalsIgnoreCase("application/json; charset=utf-8"));
    }

    /** Understands only the two ways in which almost every client says so. */
    public static boolean takesJson(LaneRequest request) {
        var accepted = request.headers().get(HttpHeaders.ACCEPT);
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
