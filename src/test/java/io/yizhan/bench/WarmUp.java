package io.yizhan.bench;

import java.time.Duration;
import java.util.function.Function;

/**
 * How long a side is driven before it is measured; see {@link Side#warmUp}.
 *
 * @param answers at least so many, however long they take within {@code most}: the JIT counts calls, not seconds
 * @param slice of which two are compared
 */
record WarmUp(Duration least, Duration most, long answers, Duration slice) {
    private static final int TIMES = 3;
    private static final Duration ENOUGH = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(2);

    /** What an answer costs still falls when it falls by more than this in a slice. */
    private static final double SETTLED = 0.97;

    /** @param isPrepared whether each slice is preceded by something that takes its time */
    static WarmUp of(Duration least, long answers, boolean isPrepared) {
        var most = least.multipliedBy(TIMES);
        return new WarmUp(
                least, answers > 0 && most.compareTo(ENOUGH) < 0 ? ENOUGH : most, answers, isPrepared ? LONG : SHORT);
    }

    void run(Function<Duration, Side.Measured> side) {
        var begun = System.nanoTime();
        double before = Double.MAX_VALUE;
        double answered = 0;
        while (true) {
            var measured = side.apply(slice);
            answered += measured.perSecond() * slice.toNanos() / 1e9;
            var spent = System.nanoTime() - begun;
            var isSettled = measured.cpuMicros() > before * SETTLED && answered >= answers;
            if (spent >= most.toNanos() || spent >= least.toNanos() && isSettled) {
                return;
            }
            before = measured.cpuMicros();
        }
    }
}
