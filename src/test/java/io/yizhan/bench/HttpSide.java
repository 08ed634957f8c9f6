package io.yizhan.bench;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A server under a closed loop.
 *
 * @param before what to do before each measurement, such as emptying a cache; not measured
 * @param work counts what must be done for each answer, such as commands Redis has run; measured with it
 */
record HttpSide(ServerProcess server, ClosedLoop loop, Repetition repetition, Runnable before, LongSupplier work)
        implements Side {
    static final int CONNECTIONS = 64;

    /** Answers after which what matters is compiled, seen from the processor time of an answer. */
    private static final long WARM = 25_000;

    /** The same of what can be done only once, so that each has to be prepared. */
    static final int WARM_ONCE = 4_000;

    /** How often one request is sent. */
    enum Repetition {
        /** Again and again. */
        ALWAYS,
        /** Once in a measurement, because the second answer would come from a cache; the next one goes on where it ended. */
        ONCE,
        /** Never again, because it can be done only once. */
        NEVER
    }

    static HttpSide of(ServerProcess server, Requests requests) {
        return of(server, requests, CONNECTIONS);
    }

    static HttpSide of(ServerProcess server, Requests requests, int connections) {
        var loop = new ClosedLoop(server.address(), connections, requests);
        return new HttpSide(server, loop, Repetition.ALWAYS, () -> {}, () -> 0);
    }

    HttpSide onceAfter(Runnable emptying) {
        return new HttpSide(server, loop, Repetition.ONCE, emptying, work);
    }

    HttpSide neverAgain() {
        return new HttpSide(server, loop, Repetition.NEVER, before, work);
    }

    HttpSide counting(LongSupplier counter) {
        return new HttpSide(server, loop, repetition, before, counter);
    }

    @Override
    public void warmUp(Duration time) {
        server.release();
        WarmUp.of(time, repetition == Repetition.NEVER ? WARM_ONCE : WARM).run(server, this::attempt);
        server.confine();
    }

    @Override
    public Measured measure(Duration longest) {
        var measured = attempt(longest);
        if (measured.perSecond() == 0) {
            throw new VoidRun("no answer within " + longest.toMillis() + " ms");
        }
        return measured;
    }

    /** As {@link #measure}; but nothing may be answered. */
    Measured attempt(Duration longest) {
        before.run();
        var allocated = server.allocated();
        var done = work.getAsLong();
        var cpu = server.cpu();
        var counted = loop.run(longest, repetition);
        var used = server.cpu().minus(cpu);
        var answers = Math.max(1.0, counted.answers());
        var kib = server.allocated().since(allocated) / 1024.0;
        return new Measured(
                counted.answers(),
                counted.perSecond(),
                used.toNanos() / 1e3 / answers,
                kib / answers,
                counted.generatorShare(),
                (work.getAsLong() - done) / answers);
    }

    @Override
    public void close() {
        loop.close();
    }
}
