package io.yizhan.platform.timer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Timers of another instance on the same stores, which looks only when it is told to. */
public final class OtherInstance {
    private OtherInstance() {}

    public static Timers timers(Vertx vertx, Pool pool, Clock clock, List<TimerHandler> handlers) {
        return new Timers(vertx, pool, clock, () -> Duration.ofDays(1), handlers, new SimpleMeterRegistry());
    }
}
