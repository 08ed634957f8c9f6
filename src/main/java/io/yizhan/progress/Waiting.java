package io.yizhan.progress;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.yizhan.casework.QueryNumber;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests held open until a case changes. One costs a timer and an entry here: no thread, no connection. It ends with
 * the change, the time asked for, or the client hanging up.
 */
@Singleton
class Waiting {
    private final Vertx vertx;
    private final ProgressConfig config;
    private final ConcurrentHashMap<Long, Set<Waiter>> byNumber = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> byClient = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    Waiting(Vertx vertx, ProgressConfig config, io.micrometer.core.instrument.MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        metrics.gauge("yizhan.progress.waiting", count);
    }

    /** Whether one more request of this client may be held. */
    boolean hasRoom(String client) {
        return count.get() < config.maxWaiting() && byClient.getOrDefault(client, 0) < config.maxWaitingPerClient();
    }

    /** Completes with a change of the case, or when the time is over. */
    Uni<Void> await(QueryNumber number, String client, Duration longest) {
        return Uni.createFrom().emitter(emitter -> new Waiter(number, client, emitter).start(longest));
    }

    void wake(QueryNumber number) {
        byNumber.getOrDefault(number.value(), Set.of()).forEach(Waiter::finish);
    }

    void wakeAll() {
        byNumber.values().forEach(waiters -> waiters.forEach(Waiter::finish));
    }

    private final class Waiter {
        private final QueryNumber number;
        private final String client;
        private final UniEmitter<? super Void> emitter;
        private final Context context = vertx.getOrCreateContext();
        private long timer;

        private Waiter(QueryNumber number, String client, UniEmitter<? super Void> emitter) {
            this.number = number;
            this.client = client;
            this.emitter = emitter;
        }

        private void start(Duration longest) {
            count.incrementAndGet();
            byClient.merge(client, 1, Integer::sum);
            byNumber.compute(number.value(), (key, waiters) -> {
                var all = waiters == null ? ConcurrentHashMap.<Waiter>newKeySet() : waiters;
                all.add(this);
                return all;
            });
            emitter.onTermination(this::leave);
            timer = vertx.setTimer(longest.toMillis(), over -> finish());
        }

        private void finish() {
            context.runOnContext(here -> {
                leave();
                emitter.complete(null);
            });
        }

        private void leave() {
            byNumber.computeIfPresent(number.value(), (key, waiters) -> {
                if (waiters.remove(this)) {
                    vertx.cancelTimer(timer);
                    count.decrementAndGet();
                    byClient.computeIfPresent(client, (name, held) -> held > 1 ? held - 1 : null);
                }
                return waiters.isEmpty() ? null : waiters;
            });
        }
    }
}
