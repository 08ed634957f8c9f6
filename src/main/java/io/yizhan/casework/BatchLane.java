package io.yizhan.casework;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does together what came in while the last batch was under way; one batch at a time. Who comes to an idle lane waits for
 * nobody.
 *
 * <p>Everything here runs on the lane's event loop. Answers go to promises, which know where their callers are.
 */
final class BatchLane<Q, A> {
    /**
     * @param rows in one batch
     * @param waiting requests behind the batch under way; past it one is refused at once
     * @param linger how long the lane waits for more after a batch of several
     * @param singly how many at once when a batch failed and its requests are tried one by one
     */
    record Limits(int rows, int waiting, Duration linger, int singly) {}

    /** How requests are done. */
    interface Work<Q, A> {
        /** The answers in the order of the requests, or a failure of them all. */
        Uni<List<A>> together(List<Q> requests);

        /** Whether a batch without the request that caused the failure would have been done. */
        boolean isOfOne(Throwable failure);

        /** Requests for which this is equal are never in one batch. */
        Object apart(Q request);
    }

    private record Waiting<Q, A>(Q request, Promise<A> answer) {}

    private final ContextInternal loop;
    private final Limits limits;
    private final Work<Q, A> work;
    private final ArrayDeque<Waiting<Q, A>> waiting = new ArrayDeque<>();
    private final AtomicInteger length = new AtomicInteger();
    private boolean isUnderWay;
    private int last;

    BatchLane(ContextInternal loop, Limits limits, Work<Q, A> work) {
        this.loop = loop;
        this.limits = limits;
        this.work = work;
    }

    /** Requests behind the batch under way; may be asked from anywhere. */
    int waiting() {
        return length.get();
    }

    void join(Q request, Promise<A> answer) {
        loop.runOnContext(here -> enter(new Waiting<>(request, answer)));
    }

    private void enter(Waiting<Q, A> one) {
        if (waiting.size() >= limits.waiting()) {
            one.answer().fail(Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2)));
            return;
        }
        waiting.add(one);
        length.set(waiting.size());
        if (!isUnderWay) {
            isUnderWay = true;
            loop.runOnContext(afterThoseWhoCameWithIt -> goOn());
        }
    }

    private void goOn() {
        if (last > 1 && waiting.size() < last && limits.linger().toMillis() > 0) {
            loop.setTimer(limits.linger().toMillis(), late -> start());
        } else {
            start();
        }
    }

    private void start() {
        var batch = take();
        last = batch.size();
        var requests = batch.stream().map(Waiting::request).toList();
        Uni.createFrom()
                .deferred(() -> work.together(requests))
                .subscribe()
                .with(
                        answers -> loop.emit(here -> answered(batch, answers)),
                        failure -> loop.emit(here -> failed(batch, failure)));
    }

    /** The longest waiting; who must be kept apart from one of them keeps the place. */
    private List<Waiting<Q, A>> take() {
        var batch = new ArrayList<Waiting<Q, A>>(Math.min(waiting.size(), limits.rows()));
        var taken = new HashSet<Object>();
        for (var all = waiting.iterator(); all.hasNext() && batch.size() < limits.rows(); ) {
            var one = all.next();
            if (taken.add(work.apart(one.request()))) {
                batch.add(one);
                all.remove();
            }
        }
        length.set(waiting.size());
        return batch;
    }

    private void answered(List<Waiting<Q, A>> batch, List<A> answers) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(answers.get(i));
        }
        finished();
    }

    private void failed(List<Waiting<Q, A>> batch, Throwable failure) {
        if (batch.size() > 1 && work.isOfOne(failure)) {
            singly(batch);
        } else {
            batch.forEach(one -> one.answer().fail(failure));
            finished();
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
                .with(done -> loop.emit(here -> finished()), impossible -> loop.emit(here -> finished()));
    }

    private Uni<Boolean> alone(Waiting<Q, A> one) {
        return Uni.createFrom()
                .deferred(() -> work.together(List.of(one.request())))
                .map(answers -> one.answer().tryComplete(answers.get(0)))
                .onFailure()
                .recoverWithItem(failure -> one.answer().tryFail(failure));
    }

    private void finished() {
        if (waiting.isEmpty()) {
            isUnderWay = false;
        } else {
            goOn();
        }
    }
}
