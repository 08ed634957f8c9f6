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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets the submissions of an item into PostgreSQL one after the other, in order; those of other items go beside them.
 * They would follow each other at the item's counter anyway. But there they would hold a connection each while they wait,
 * and PostgreSQL lets a newcomer overtake those who wait for a row, again and again.
 */
@Singleton
class SubmissionLine {
    private final Vertx vertx;
    private final Lane[] lanes;
    private final int longest;

    SubmissionLine(Vertx vertx, CaseworkConfig config) {
        this.vertx = vertx;
        this.lanes =
                Stream.generate(Lane::new).limit(config.submissionsAtOnce()).toArray(Lane[]::new);
        this.longest = config.submissionsWaiting();
    }

    /** Does the work when it is the item's turn; fails with {@code service-busy} when the line is too long to join. */
    <T> Uni<T> inTurn(String implementationCode, Supplier<Uni<? extends T>> work) {
        var lane = lanes[Math.floorMod(implementationCode.hashCode(), lanes.length)];
        return Uni.createFrom()
                .<Void>emitter(emitter -> join(lane, new Waiter(emitter, vertx.getOrCreateContext())))
                .chain(() -> Uni.createFrom().<T>deferred(work).onTermination().invoke(lane::leave));
    }

    private void join(Lane lane, Waiter waiter) {
        if (!lane.join(waiter, longest)) {
            waiter.emitter().fail(Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2)));
        }
    }

    private record Waiter(UniEmitter<? super Void> emitter, Context context) {
        private void enter() {
            context.runOnContext(here -> emitter.complete(null));
        }
    }

    private static final class Lane {
        private final Queue<Waiter> waiting = new ArrayDeque<>();
        private boolean isTaken;

        private synchronized boolean join(Waiter waiter, int longest) {
            if (isTaken) {
                return waiting.size() < longest && waiting.add(waiter);
            }
            isTaken = true;
            waiter.enter();
            return true;
        }

        private void leave() {
            var next = next();
            if (next != null) {
                next.enter();
            }
        }

        private synchronized @Nullable Waiter next() {
            var next = waiting.poll();
            isTaken = next != null;
            return next;
        }
    }
}
