package io.yizhan.bench;

import java.time.Duration;
import java.util.function.Function;

/** How long a side is driven before it is measured; see {@link Side#warmUp}. */
record WarmUp(Duration least, Duration most) {
    private static final int MOST = 3;
    private static final Duration SLICE = Duration.ofMillis(500);

    /** What an answer costs still falls when it falls by more than this in a slice. */
    private static final double SETTLED = 0.97;

    static WarmUp of(Duration least) {
        return new WarmUp(least, least.multipliedBy(MOST));
    }

    void run(Function<Duration, Side.Measured> side) {
        var begun = System.nanoTime();
        double before = Double.MAX_VALUE;
        while (true) {
            var cost = side.apply(SLICE).cpuMicros();
            var spent = System.nanoTime() - begun;
            var isSettled = cost > before * SETTLED;
            if (spent >= most.toNanos() || spent >= least.toNanos() && isSettled) {
                return;
            }
            before = cost;
        }
    }
}
