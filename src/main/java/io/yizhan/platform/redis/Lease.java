package io.yizhan.platform.redis;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Until when what Redis has told is all there is to know. Each answered ping extends it, counted from when the ping was
 * sent; when it ends, entries are not answered, however busy the loop is that would have to notice the silence.
 *
 * <p>It ends whenever this process stands still for so long, to collect garbage for instance, and the next ping extends it.
 * All who ask meanwhile wait for that ping, because to read everything again would keep the stores busy with what is known
 * to be current a moment later. Once it was waited for in vain, nobody waits any more until it is extended.
 */
final class Lease {
    private final Consumer<Runnable> whenLate;
    private volatile long until = System.nanoTime();

    /** Waited for since it ended; complete when that was in vain. */
    private @Nullable CompletableFuture<Void> extension;

    /** @param whenLate runs what it is given after the longest wait for an extension */
    Lease(Consumer<Runnable> whenLate) {
        this.whenLate = whenLate;
    }

    boolean isOver() {
        return System.nanoTime() - until >= 0;
    }

    void extendTo(long nanos) {
        until = nanos;
        if (!isOver()) {
            var waitedFor = endWaiting();
            if (waitedFor != null) {
                waitedFor.complete(null);
            }
        }
    }

    private synchronized @Nullable CompletableFuture<Void> endWaiting() {
        var waitedFor = extension;
        extension = null;
        return waitedFor;
    }

    /** Of one that is over: completes when it is extended or was waited for long enough. */
    synchronized CompletableFuture<Void> extension() {
        if (!isOver()) {
            return CompletableFuture.completedFuture(null);
        }
        var known = extension;
        if (known == null) {
            known = new CompletableFuture<>();
            extension = known;
            var late = known;
            whenLate.accept(() -> late.complete(null));
        }
        return known;
    }
}
