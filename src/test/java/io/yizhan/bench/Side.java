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

    /**
     * Until the JIT has settled: at least for so long, and on until enough has been answered and an answer costs no less
     * processor time than a moment ago; but not for ever.
     */
    void warmUp(Duration time);

    @Override
    void close();
}
