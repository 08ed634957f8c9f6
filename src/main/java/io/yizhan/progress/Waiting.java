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
import java.util.concurrent.atomic.AtomicIntegerArray;

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

    /** How often something changed, by the low digits of the number: others that share them do little harm. */
    private final AtomicIntegerArray changes = new AtomicIntegerArray(4096);

    Waiting(Vertx vertx, ProgressConfig config, io.micrometer.core.instrument.MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        metrics.gauge("yizhan.progress.waiting", count);
    }

    /** Whether one more request of this client may be held. */
    boolean hasRoom(String client) {
        return count.get() < config.maxWaiting() && byClient.getOrDefault(client, 0) < config.maxWaitingPerClient();
    }

    /** To be asked before looking at the case, and handed to {@link #await}. */
    int changes(QueryNumber number) {
        return changes.get(place(number));
    }

    private int place(QueryNumber number) {
        return Math.floorMod(number.value(), changes.length());
    }

    /** Completes with a change of the case since {@code seen}, or when the time is over. */
    Uni<Void> await(QueryNumber number, String client, Duration longest, int seen) {
        return Uni.createFrom().emitter(emitter -> new Waiter(number, client, emitter).start(longest, seen));
    }

    void wake(QueryNumber number) {
        changes.incrementAndGet(place(number));
        byNumber.getOrDefault(number.value(), Set.of()).forEach(Waiter::finish);
    }

    void wakeAll() {
        for (int place = 0; place < changes.length(); place++) {
            changes.incrementAndGet(place);
        }
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

        private void start(Duration longest, int seen) {
            count.incrementAndGet();
            byClient.merge(client, 1, Integer::sum);
            byNumber.compute(number.value(), (key, waiters) -> {
                var all = waiters == null ? ConcurrentHashMap.<Waiter>newKeySet() : waiters;
                all.add(this);
                return all;
            });
            emitter.onTermination(this::leave);
            timer = vertx.setTimer(longest.toMillis(), over -> finish());
            if (changes(number) != seen) {
                finish();
            }
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
