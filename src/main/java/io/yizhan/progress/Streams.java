package io.yizhan.progress;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many streams are open on this instance, and of one client; all end when it is about to stop, and clients go to another. */
@Singleton
class Streams {
    private static final Duration LATER = Duration.ofSeconds(30);

    private final ProgressConfig config;
    private final ConcurrentHashMap<String, Integer> byClient = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final Waiting waiting;
    private volatile boolean isClosing;

    Streams(ProgressConfig config, Waiting waiting, MeterRegistry metrics) {
        this.config = config;
        this.waiting = waiting;
        metrics.gauge("yizhan.progress.streams", count);
    }

    void stop(@Observes ShutdownDelayInitiatedEvent stopping) {
        isClosing = true;
        endAll();
    }

    /** Whoever waits is woken and finds that it is over. */
    void endAll() {
        ends.incrementAndGet();
        waiting.wakeAll();
    }

    /** How often all were ended: a stream that has begun before the last time is over. */
    int ends() {
        return ends.get();
    }

    /** @throws Problem {@code too-many-requests} for a client that has enough of them, {@code service-busy} when all have */
    void checkRoom(String client) {
        if (byClient.getOrDefault(client, 0) >= config.maxStreamsPerClient()) {
            throw Problem.of(
                            ProblemType.TOO_MANY_REQUESTS,
                            "同时跟踪的办件过多，请改用查询。",
                            "Too many streams at once; ask for progress instead.")
                    .retryAfter(LATER);
        }
        if (isClosing || count.get() >= config.maxStreams()) {
            throw Problem.of(ProblemType.SERVICE_BUSY).retryAfter(LATER);
        }
    }

    void enter(String client) {
        count.incrementAndGet();
        byClient.merge(client, 1, Integer::sum);
    }

    void leave(String client) {
        count.decrementAndGet();
        byClient.computeIfPresent(client, (name, open) -> open > 1 ? open - 1 : null);
    }
}
