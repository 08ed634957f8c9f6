package io.yizhan.casework;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Does together what came in while the last batch was under way. Who comes while none is waits for nobody. A further batch goes
 * beside those under way only in a crowd: it must be worth it, and have nothing to do with them.
 *
 * <p>Everything here runs on the queue's event loop. Answers go to promises, which know where their callers are.
 */
final class BatchQueue<Q, A> {
    /**
     * @param rows in one batch
     * @param atOnce batches under way at once
     * @param beside requests a batch must have to go beside another
     * @param waiting requests behind those under way; past it one is refused at once
     * @param singly how many at once when a batch failed and its requests are tried one by one
     */
    record Limits(int rows, int atOnce, int beside, int waiting, int singly) {}

    /** How requests are done. */
    interface Work<Q, A> {
        /** The answers in the order of the requests, or a failure of them all. */
        Uni<List<A>> together(List<Q> requests);

        /** Whether a batch without the request that caused the failure would have been done. */
        boolean isOfOne(Throwable failure);

        /** Requests for which this is equal are never under way at once, neither in one batch nor in two. */
        Object apart(Q request);

        /** Requests for which this is equal may be in one batch, but not in two that are under way at once. */
        Object inTurn(Q request);
    }

    private record Waiting<Q, A>(Q request, Promise<A> answer, Object apart, Object inTurn) {
        /** Each is one of its own, and quickly found. */
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final ContextInternal loop;
    private final Limits limits;
    private final Work<Q, A> work;
    private final ArrayDeque<Waiting<Q, A>> waiting = new ArrayDeque<>();
    private final AtomicInteger length = new AtomicInteger();
    private final Set<Object> apart = new HashSet<>();
    private final Set<Object> inTurn = new HashSet<>();
    private int underWay;
    private boolean isAboutToStart;

    BatchQueue(ContextInternal loop, Limits limits, Work<Q, A> work) {
        this.loop = loop;
        this.limits = limits;
        this.work = work;
    }

    /** Requests behind the batches under way; may be asked from anywhere. */
    int waiting() {
        return length.get();
    }

    void join(Q request, Promise<A> answer) {
        var one = new Waiting<>(request, answer, work.apart(request), work.inTurn(request));
        loop.runOnContext(here -> enter(one));
    }

    private void enter(Waiting<Q, A> one) {
        if (waiting.size() >= limits.waiting()) {
            one.answer().fail(Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2)));
            return;
        }
        waiting.add(one);
        length.set(waiting.size());
        if (!isAboutToStart && mayStart()) {
            isAboutToStart = true;
            loop.runOnContext(afterThoseWhoCameWithIt -> {
                isAboutToStart = false;
                goOn();
            });
        }
    }

    private boolean mayStart() {
        return underWay < limits.atOnce() && waiting.size() >= fewest();
    }

    private int fewest() {
        return underWay == 0 ? 1 : limits.beside();
    }

    private void goOn() {
        while (mayStart()) {
            var batch = next();
            if (batch.size() < fewest()) {
                return;
            }
            start(batch);
        }
    }

    /** The longest waiting of those who may go; who must not go yet keeps the place. */
    private Set<Waiting<Q, A>> next() {
        var batch = new LinkedHashSet<Waiting<Q, A>>();
        var taken = new HashSet<>(apart);
        for (var one : waiting) {
            if (batch.size() == limits.rows()) {
                break;
            }
            if (!inTurn.contains(one.inTurn()) && taken.add(one.apart())) {
                batch.add(one);
            }
        }
        return batch;
    }

    private void start(Set<Waiting<Q, A>> chosen) {
        waiting.removeAll(chosen);
        length.set(waiting.size());
        underWay++;
        for (var one : chosen) {
            apart.add(one.apart());
            inTurn.add(one.inTurn());
        }
        var batch = List.copyOf(chosen);
        var requests = batch.stream().map(Waiting::request).toList();
        Uni.createFrom()
                .deferred(() -> work.together(requests))
                .subscribe()
                .with(
                        answers -> loop.emit(here -> answered(batch, answers)),
                        failure -> loop.emit(here -> failed(batch, failure)));
    }

    private void answered(List<Waiting<Q, A>> batch, List<A> answers) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(answers.get(i));
        }
        finished(batch);
    }

    private void failed(List<Waiting<Q, A>> batch, Throwable failure) {
        if (batch.size() > 1 && work.isOfOne(failure)) {
            singly(batch);
        } else {
            batch.forEach(one -> one.answer().fail(failure));
            finished(batch);
        }
    }

    private void singly(List<Waiting<Q, A>> batch) {
        Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUni(this::alone)
                .merge(limits.singly())
                .collect()
                .last()
                .subscribe()
                .with(done -> loop.emit(here -> finished(batch)), impossible -> loop.emit(here -> finished(batch)));
    }

    private Uni<Boolean> alone(Waiting<Q, A> one) {
        return Uni.createFrom()
                .deferred(() -> work.together(List.of(one.request())))
                .map(answers -> one.answer().tryComplete(answers.get(0)))
                .onFailure()
                .recoverWithItem(failure -> one.answer().tryFail(failure));
    }

    private void finished(List<Waiting<Q, A>> batch) {
        underWay--;
        for (var one : batch) {
            apart.remove(one.apart());
            inTurn.remove(one.inTurn());
        }
        goOn();
    }
}
