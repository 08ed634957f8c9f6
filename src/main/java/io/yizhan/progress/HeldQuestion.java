package io.yizhan.progress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.yizhan.casework.QueryNumber;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question that is held until the client does not know the answer yet, or its time is over. Thousands are, so it is an object
 * and a timer, and not a chain of reactive steps.
 */
final class HeldQuestion {
    private final ProgressViews views;
    private final Waiting waiting;
    private final Wish wish;
    private final Supplier<Uni<Rendered>> look;
    private final Answer answer;
    private final Consumer<Throwable> unanswered;
    private final long deadline;
    private int seen;
    private boolean hasWaited;
    private boolean isAbandoned;
    private Waiting.@Nullable Waiter waiter;

    /**
     * @param known entity tags the client names
     * @param longest for which it would wait
     */
    record Wish(QueryNumber number, String client, List<String> known, Duration longest) {}

    interface Answer {
        /** @param hasWaited whether the client was held at all */
        void is(Rendered view, boolean hasWaited);
    }

    /**
     * @param look for a view that is not held in memory
     * @param answer told once, in a turn of the event loop that {@link #ask} is called on
     * @param unanswered told instead when looking fails
     */
    HeldQuestion(
            ProgressViews views,
            Waiting waiting,
            Wish wish,
            Supplier<Uni<Rendered>> look,
            Answer answer,
            Consumer<Throwable> unanswered) {
        this.views = views;
        this.waiting = waiting;
        this.wish = wish;
        this.look = look;
        this.answer = answer;
        this.unanswered = unanswered;
        this.deadline = System.nanoTime() + wish.longest().toNanos();
    }

    void ask() {
        seen = waiting.changes(wish.number());
        var held = views.find(wish.number());
        if (held != null) {
            consider(held);
            return;
        }
        var here = (ContextInternal) Vertx.currentContext();
        look.get()
                .subscribe()
                .with(view -> here.execute(view, this::consider), failure -> here.execute(failure, unanswered::accept));
    }

    private void consider(Rendered view) {
        if (isAbandoned) {
            return;
        }
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (!view.etag().isNamedBy(wish.known()) || left.toMillis() < 1 || !waiting.hasRoom(wish.client())) {
            answer.is(view, hasWaited);
        } else {
            hasWaited = true;
            waiter = waiting.hold(wish.number(), wish.client(), left, seen, () -> wake(view));
        }
    }

    /** Thousands who waited in vain need not look again: they would have been told. */
    private void wake(Rendered view) {
        if (waiting.changes(wish.number()) == seen && views.isTold(view)) {
            answer.is(view, hasWaited);
        } else {
            ask();
        }
    }

    /** The client has hung up. */
    void abandon() {
        isAbandoned = true;
        if (waiter != null) {
            waiter.leave();
        }
    }
}
