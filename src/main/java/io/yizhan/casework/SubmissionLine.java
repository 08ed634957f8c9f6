package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few submissions at a time into PostgreSQL and keeps the others waiting here, in order. Submissions of one item
 * follow each other at its counter anyway; were they to wait there, they would hold every connection of the pool while
 * they do, and reads would starve.
 */
@Singleton
class SubmissionLine {
    private final Vertx vertx;
    private final int places;
    private final int longest;
    private final Queue<Waiter> waiting = new ArrayDeque<>();
    private int inside;

    SubmissionLine(Vertx vertx, CaseworkConfig config) {
        this.vertx = vertx;
        this.places = config.submissionsAtOnce();
        this.longest = config.submissionsWaiting();
    }

    /** Does the work when it is its turn; fails with {@code service-busy} when the line is too long to join. */
    <T> Uni<T> inTurn(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom()
                .<Void>emitter(emitter -> join(new Waiter(emitter, vertx.getOrCreateContext())))
                .chain(() -> Uni.createFrom().<T>deferred(work).onTermination().invoke(this::leave));
    }

    private record Waiter(UniEmitter<? super Void> emitter, Context context) {
        private void enter() {
            context.runOnContext(here -> emitter.complete(null));
        }
    }

    private void join(Waiter waiter) {
        if (isTooLong(waiter)) {
            waiter.emitter().fail(Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2)));
        }
    }

    private synchronized boolean isTooLong(Waiter waiter) {
        if (inside < places) {
            inside++;
            waiter.enter();
            return false;
        }
        return waiting.size() >= longest || !waiting.add(waiter);
    }

    private void leave() {
        var next = next();
        if (next != null) {
            next.enter();
        }
    }

    private synchronized @Nullable Waiter next() {
        var next = waiting.poll();
        if (next == null) {
            inside--;
        }
        return next;
    }
}
