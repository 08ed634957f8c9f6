package io.yizhan.progress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.yizhan.casework.QueryNumber;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Requests held open until a case changes. One costs a timer and an entry here: no thread, no connection to a store. It ends
 * with the change, the time asked for, or the client hanging up.
 */
@Singleton
class Waiting {
    /** Woken in one turn, and how far turns are apart: 1,600 a second. */
    private static final int AT_A_TIME = 16;

    private static final Duration TURN = Duration.ofMillis(10);

    private final Vertx vertx;
    private final ProgressConfig config;
    private final ConcurrentHashMap<Long, Set<Waiter>> byNumber = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> byClient = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** How often something changed, by the low digits of the number: others that share them do little harm. */
    private final AtomicIntegerArray changes = new AtomicIntegerArray(4096);

    private final ArrayDeque<Waiter> inTurn = new ArrayDeque<>();

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
        return Uni.createFrom().emitter(emitter -> {
            var waiter = hold(number, client, longest, seen, () -> emitter.complete(null));
            emitter.onTermination(waiter::leave);
        });
    }

    /** @param woken run in a later turn of this event loop, once, after a change since {@code seen} or when the time is over */
    Waiter hold(QueryNumber number, String client, Duration longest, int seen, Runnable woken) {
        var waiter = new Waiter(number, client, seen, woken);
        waiter.start(longest);
        return waiter;
    }

    void wake(QueryNumber number) {
        changes.incrementAndGet(place(number));
        byNumber.getOrDefault(number.value(), Set.of()).forEach(Waiter::finishIfChanged);
    }

    void wakeAll() {
        changedAnywhere();
        byNumber.values().forEach(waiters -> waiters.forEach(Waiter::finishIfChanged));
    }

    /**
     * As {@link #wakeAll}, after changes may have been missed: whoever waits looks again, but so few at a time that the
     * stores, which must answer all of them, go on answering everybody else.
     */
    void wakeInTurn() {
        changedAnywhere();
        synchronized (inTurn) {
            var isUnderWay = !inTurn.isEmpty();
            inTurn.clear();
            byNumber.values().forEach(inTurn::addAll);
            if (!isUnderWay && !inTurn.isEmpty()) {
                vertx.setPeriodic(TURN.toMillis(), this::wakeNext);
            }
        }
    }

    private void wakeNext(long timer) {
        synchronized (inTurn) {
            for (int woken = 0; woken < AT_A_TIME && !inTurn.isEmpty(); woken++) {
                inTurn.poll().finishIfChanged();
            }
            if (inTurn.isEmpty()) {
                vertx.cancelTimer(timer);
            }
        }
    }

    private void changedAnywhere() {
        for (int place = 0; place < changes.length(); place++) {
            changes.incrementAndGet(place);
        }
    }

    final class Waiter {
        private final QueryNumber number;
        private final String client;
        private final int seen;
        private final Runnable woken;
        private final Context context = vertx.getOrCreateContext();
        private long timer;

        private Waiter(QueryNumber number, String client, int seen, Runnable woken) {
            this.number = number;
            this.client = client;
            this.seen = seen;
            this.woken = woken;
        }

        private void start(Duration longest) {
            count.incrementAndGet();
            byClient.merge(client, 1, Integer::sum);
            byNumber.compute(number.value(), (key, waiters) -> {
                var all = waiters == null ? ConcurrentHashMap.<Waiter>newKeySet(1) : waiters;
                all.add(this);
                return all;
            });
            timer = vertx.setTimer(longest.toMillis(), over -> finish());
            finishIfChanged();
        }

        /** Who has looked since the change and waits again already, while the others are being woken, goes on waiting. */
        private void finishIfChanged() {
            if (changes(number) != seen) {
                finish();
            }
        }

        private void finish() {
            context.runOnContext(here -> end(woken));
        }

        void leave() {
            end(() -> {});
        }

        private void end(Runnable then) {
            var waiters = byNumber.get(number.value());
            if (waiters != null && waiters.remove(this)) {
                byNumber.computeIfPresent(number.value(), (key, left) -> left.isEmpty() ? null : left);
                vertx.cancelTimer(timer);
                count.decrementAndGet();
                byClient.computeIfPresent(client, (name, held) -> held > 1 ? held - 1 : null);
                then.run();
            }
        }
    }
}
