package io.yizhan.bench;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One of the two servers of a comparison under its load.
 *
 * @param before what to do before each measurement, such as emptying a cache; not measured
 * @param isOnce whether each request is sent only once per measurement, because a second one would not be cold
 * @param work counts what must be done for each answer, such as commands Redis has run; measured with it
 */
record Side(ServerProcess server, ClosedLoop loop, Runnable before, boolean isOnce, LongSupplier work)
        implements AutoCloseable {
    static final int CONNECTIONS = 64;

    static Side of(ServerProcess server, Requests requests) {
        return of(server, requests, CONNECTIONS);
    }

    static Side of(ServerProcess server, Requests requests, int connections) {
        var loop = new ClosedLoop(server.address(), connections, requests);
        return new Side(server, loop, () -> {}, false, () -> 0);
    }

    Side onceAfter(Runnable emptying) {
        return new Side(server, loop, emptying, true, work);
    }

    Side counting(LongSupplier counter) {
        return new Side(server, loop, before, isOnce, counter);
    }

    /**
     * @param cpuMicros of the server process, user and kernel, per answer
     * @param generatorShare of its core that the generator used
     * @param work per answer
     */
    record Measured(double perSecond, double cpuMicros, double generatorShare, double work) {}

    Measured measure(Duration longest) {
        before.run();
        var done = work.getAsLong();
        var cpu = server.cpu();
        var counted = isOnce ? loop.runOnce(longest) : loop.run(longest);
        var used = server.cpu().minus(cpu);
        if (counted.answers() == 0) {
            throw new VoidRun("no answer within " + longest.toMillis() + " ms");
        }
        return new Measured(
                counted.perSecond(),
                used.toNanos() / 1e3 / counted.answers(),
                counted.generatorShare(),
                (double) (work.getAsLong() - done) / counted.answers());
    }

    /** Until the JIT has settled; a cold load is repeated for so long. */
    void warmUp(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time; left.toMillis() > 0; left = Duration.ofNanos(end - System.nanoTime())) {
            measure(left);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
