package io.yizhan.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * While Redis tells a service nothing of what changes, as one behind a proxy may not: then the service answers nothing from
 * its own memory that must not be stale. It is told again when this is closed.
 */
record Untold(RedisTell redis, ServerProcess service) implements AutoCloseable {
    private static final String COHERENT = "yizhan_redis_near_coherent";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static Untold of(Hall hall, ServerProcess service) {
        hall.redis().tellNobody();
        var untold = new Untold(hall.redis(), service);
        try {
            untold.await(0);
            return untold;
        } catch (VoidRun unnoticed) {
            untold.redis.tellAgain(); // the scenarios to come want to be told
            throw unnoticed;
        }
    }

    private void await(long coherent) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (service.metric(COHERENT) != coherent) {
            if (System.nanoTime() > end) {
                throw new VoidRun("the service does not take notice that Redis tells it "
                        + (coherent == 0 ? "nothing" : "everything again"));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        redis.tellAgain();
        await(1);
    }
}
