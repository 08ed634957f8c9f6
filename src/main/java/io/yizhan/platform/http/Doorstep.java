package io.yizhan.platform.http;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers what the lanes can where a connection has decoded the request, ahead of the server and the handlers the framework wraps
 * around each one; they cost a quarter of a match from memory. From a connection's second request on: the first, which
 * comes in by the {@link FrontDoor}, puts the {@link Step} down. Everything else goes on, untouched.
 *
 * <p>Closed in dev mode, whose reload begins with a request; and when the service goes down, because the framework then tells
 * clients to connect anew. Who may want to wait goes by the front door too: the framework lets those inside end before it stops.
 */
@Singleton
final class Doorstep {
    private final ExpressLane lanes;
    private final RequestLimits limits;
    private volatile boolean isOpen;

    Doorstep(ExpressLane lanes, RequestLimits limits) {
        this.lanes = lanes;
        this.limits = limits;
        this.isOpen = LaunchMode.current() != LaunchMode.DEVELOPMENT;
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
            Step.put(this, lanes, connection);
        }
    }

    /** Whether the lanes have seen the request here, in vain. */
    boolean hasAsked(HttpServerRequest request) {
        return request.connection() instanceof Http1xServerConnection connection
                && Step.hasAsked(connection.channel(), request.headers());
    }

    boolean admits(String uri, MultiMap headers) {
        return isOpen && limits.admitsAtOnce(uri, headers);
    }
}
