package io.yizhan.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * How long a side is driven before it is measured; see {@link Side#warmUp}. It is driven in bursts, between which the
 * compilers have the cores to themselves: what they have not compiled yet would only be run slowly again and again.
 *
 * @param answers at least so many, however long they take within {@code most}: the JIT counts calls, not seconds
 */
record WarmUp(Duration least, Duration most, long answers) {
    /** The longest, of the least. */
    static final int TIMES = 3;

    private static final Duration ENOUGH = Duration.ofSeconds(8);
    private static final Duration BURST = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Of a core, that compilers use when what matters is compiled. */
    private static final double IDLE = 0.10;

    /** Of a core, below which waiting for them is not worth while. */
    private static final double NEARLY_IDLE = 0.30;

    static WarmUp of(Duration least, long answers) {
        var most = least.multipliedBy(TIMES);
        return new WarmUp(least, answers > 0 && most.compareTo(ENOUGH) < 0 ? ENOUGH : most, answers);
    }

    /** Of one server, with one after the other: what its compilers do for all of them at once, they need not do for each. */
    static void together(ServerProcess server, Duration least, List<HttpSide> sides) {
        var next = new AtomicInteger();
        server.release();
        new WarmUp(least, least.multipliedBy(TIMES), 0)
                .run(server, burst -> sides.get(next.getAndIncrement() % sides.size())
                        .attempt(burst));
        server.confine();
    }

    void run(ServerProcess server, Function<Duration, Side.Measured> side) {
        var begun = System.nanoTime();
        double answered = 0;
        while (true) {
            var burstBegun = System.nanoTime();
            var before = server.compiling();
            var measured = side.apply(BURST);
            answered += measured.answers();
            var share = share(server.compiling(), before, burstBegun);
            if (share >= NEARLY_IDLE) {
                pause(server);
            }
            var spent = System.nanoTime() - begun;
            var isWarm = spent >= least.toNanos() && answered >= answers && share < IDLE;
            if (isWarm || spent >= most.toNanos()) {
                return;
            }
        }
    }

    private static void pause(ServerProcess server) {
        var end = System.nanoTime() + LONGEST_PAUSE.toNanos();
        double share = 1;
        while (share >= NEARLY_IDLE && System.nanoTime() < end) {
            var begun = System.nanoTime();
            var before = server.compiling();
            LockSupport.parkNanos(LOOK_NANOS);
            share = share(server.compiling(), before, begun);
        }
    }

    private static double share(PerThread<String> now, PerThread<String> before, long since) {
        return now.since(before) / (double) (System.nanoTime() - since);
    }
}
