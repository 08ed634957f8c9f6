package io.yizhan.bench;

import java.time.Duration;

/** One of the two that a comparison measures. */
interface Side extends AutoCloseable {
    /**
     * @param cpuMicros of the server process, user and kernel, per answer
     * @param generatorShare of its core that the generator used
     * @param work what the scenario counts of the store's, per answer
     */
    record Measured(double perSecond, double cpuMicros, double generatorShare, double work) {}

    Measured measure(Duration longest);

    /** Until the JIT has settled; a load that ends early is repeated for so long. */
    default void warmUp(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time; left.toMillis() > 0; left = Duration.ofNanos(end - System.nanoTime())) {
            measure(left);
        }
    }

    @Override
    void close();
}
