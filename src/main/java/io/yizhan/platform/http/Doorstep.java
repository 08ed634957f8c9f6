package io.yizhan.platform.http;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the lanes can where a connection has read the request, ahead of the handlers the framework wraps around
 * each one; they cost as much as what lies ready in memory. From a connection's second request on: the first, which comes in by the
 * {@link FrontDoor}, opens it. Everything else goes on to the framework, untouched.
 *
 * <p>Closed where proxies tell the client's address in a header, which only the framework reads; in dev mode, whose reload
 * begins with a request; and when the service goes down, because the framework then tells clients to connect anew. Who may want
 * to wait goes by the front door too: the framework lets those inside end before it stops.
 */
@Singleton
final class Doorstep {
    private static final VarHandle HANDLER = handler();

    private final ExpressLane lanes;
    private final RequestLimits limits;
    private volatile boolean isOpen;

    Doorstep(ExpressLane lanes, RequestLimits limits, VertxHttpConfig server) {
        this.lanes = lanes;
        this.limits = limits;
        this.isOpen = !server.proxy().proxyAddressForwarding() && LaunchMode.current() != LaunchMode.DEVELOPMENT;
    }

    /** A connection only lets its handler be set. */
    private static VarHandle handler() {
        try {
            return MethodHandles.privateLookupIn(Http1xServerConnection.class, MethodHandles.lookup())
                    .findVarHandle(Http1xServerConnection.class, "requestHandler", Handler.class);
        } catch (ReflectiveOperationException otherVertx) {
            throw new ExceptionInInitializerError(otherVertx);
        }
    }

    void close(@Observes ShutdownDelayInitiatedEvent delayed) {
        isOpen = false;
    }

    void close(@Observes ShutdownEvent ended) {
        isOpen = false;
    }

    /** @param first the first request of its connection */
    void open(HttpServerRequest first) {
        if (isOpen && first.connection() instanceof Http1xServerConnection connection) {
            @SuppressWarnings("unchecked")
            var road = (Handler<HttpServerRequest>) HANDLER.get(connection);
            connection.handler(new Step(road));
        }
    }

    /** The body, maybe empty, of a request that was taken here in vain; {@code null} when no lane was asked yet. */
    @Nullable Buffer bodyOf(HttpServerRequest request) {
        return request.connection() instanceof Http1xServerConnection connection
                        && HANDLER.get(connection) instanceof Step step
                ? step.read
                : null;
    }

    /** Of one connection, which has one request at a time. */
    private final class Step implements Handler<HttpServerRequest> {
        private final Handler<HttpServerRequest> road;
        private @Nullable Buffer read;

        private Step(Handler<HttpServerRequest> road) {
            this.road = road;
        }

        @Override
        public void handle(HttpServerRequest request) {
            read = null;
            if (!isOpen
                    || !limits.admitsAtOnce(request)
                    || request.headers().contains(Preference.HEADER)
                    || !lanes.take(request, body -> goOn(request, body))) {
                road.handle(request);
            }
        }

        private void goOn(HttpServerRequest request, Buffer body) {
            read = body;
            road.handle(request);
        }
    }
}
