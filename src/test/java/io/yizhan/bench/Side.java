package io.yizhan.bench;

import java.time.Duration;

/** One of the two that a comparison measures. */
interface Side extends AutoCloseable {
    /**
     * @param cpuMicros of the server process, user and kernel, per answer
     * @param allocatedKib by the server's threads, per answer; NaN where it is not counted
     * @param generatorShare of its core that the generator used
     * @param work what the scenario counts of the store's, per answer
     */
    record Measured(
            double answers,
            double perSecond,
            double cpuMicros,
            double allocatedKib,
            double generatorShare,
            double work) {
        /** Where only the pace is known. */
        static Measured pace(double answers, double perSecond) {
            return new Measured(answers, perSecond, 0, Double.NaN, 0, 0);
        }
    }

    Measured measure(Duration longest);

    /**
     * Until the JIT has settled: at least for so long, and on until enough has been answered and an answer costs no less
     * processor time than a moment ago; but not for ever.
     */
    void warmUp(Duration time);

    @Override
    void close();
}
