package io.yizhan.platform;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets so many reads of a store go on at once. When the cache before the store is away, everybody comes here: who finds the
 * gate full is told so at once ({@code service-busy}) instead of waiting until nobody waits for the answer any more.
 */
public final class ReadGate {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final int most;
    private final AtomicInteger inside = new AtomicInteger();

    public ReadGate(int most) {
        this.most = most;
    }

    public <T> Uni<T> pass(Supplier<Uni<T>> read) {
        return Uni.createFrom().deferred(() -> enter(read));
    }

    private <T> Uni<T> enter(Supplier<Uni<T>> read) {
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            return Uni.createFrom().failure(Problem.of(ProblemType.SERVICE_BUSY).retryAfter(PAUSE));
        }
        return Uni.createFrom().deferred(read::get).onTermination().invoke(inside::decrementAndGet);
    }
}
