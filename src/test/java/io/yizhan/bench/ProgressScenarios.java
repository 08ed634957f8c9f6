package io.yizhan.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Following cases by their query numbers, without signing in. The throttle per client is on, and set out of reach. */
final class ProgressScenarios {
    /** Cases that are looked at again and again. */
    static final int HOT = 1000;

    /** More than are read in all rounds, so that each is read once. */
    private static final int COLD = 600_000;

    /** Past it, nothing in the service's memory answers unseen, told or not. */
    private static final long FORGOTTEN_MILLIS = 1_100;

    /** Of a service: libraries and views. */
    private static final int NEAR_CACHES = 2;

    static final List<Scenario> FROM_POSTGRES = List.of(new Scenario(
            "progress-200-cold",
            "each case once, nothing in memory or Redis; against a bare handler that sends the same SQL over one pipelined"
                    + " connection",
            Target.atLeast(0.60, 0.85),
            false,
            Pinning.SERVER_ALONE,
            List.of(Wiring.USUAL),
            ProgressScenarios::cold));

    static final List<Scenario> HELD = List.of(
            new Scenario(
                    "progress-304",
                    "1,000 cases whose ETag is known and unchanged; against a bare handler that looks the tag up by path,"
                            + " compares, and answers 304",
                    Target.atLeast(0.70, 0.88),
                    true,
                    Pinning.SERVER_ALONE,
                    List.of(Wiring.USUAL),
                    ProgressScenarios::notModified),
            new Scenario(
                    "progress-200-hot",
                    "the same cases, the whole view; against a bare handler that finds the bytes in a Caffeine cache",
                    Target.NONE,
                    false,
                    Pinning.SERVER_ALONE,
                    List.of(Wiring.USUAL),
                    ProgressScenarios::hot));

    private ProgressScenarios() {}

    static HttpSide notModified(Hall hall, ServerProcess service, int cases) {
        return HttpSide.of(service, known(hall, service, cases).requests());
    }

    static Learned known(Hall hall, ServerProcess service) {
        return known(hall, service, HOT);
    }

    private static Learned known(Hall hall, ServerProcess service, int cases) {
        return Progress.learn(hall.crowd().data(), service, hall.crowd().cases(cases));
    }

    private static Figures notModified(Hall hall) {
        var service = hall.service();
        var known = known(hall, service);
        try (var bare = bare(hall, Wiring.USUAL, known);
                var ours = HttpSide.of(service, known.requests());
                var baseline = HttpSide.of(bare, known.requests())) {
            return hall.compare(ours, baseline);
        }
    }

    /** A bare handler that looks the tag up by path, compares, and answers 304. */
    static ServerProcess bare(Hall hall, Wiring flagsOf, Learned known) {
        return hall.bare(flagsOf, BareServer.Kind.NOT_MODIFIED, "", known.lines(), "", "");
    }

    private static Figures hot(Hall hall) {
        var service = hall.service();
        var cases = hall.crowd().cases(HOT);
        var keys = cases.stream()
                .map(ordinal -> hall.crowd().data().queryValue(ordinal) + " known")
                .toList();
        try (var bare = hall.bare(Wiring.USUAL, BareServer.Kind.NEAR_CACHE, answer(hall, service), keys, "", "");
                var ours = HttpSide.of(service, Progress.of(hall.crowd().data(), cases));
                var baseline = HttpSide.of(bare, Progress.anything(hall.crowd().data(), cases))) {
            return hall.compare(ours, baseline);
        }
    }

    private static Figures cold(Hall hall) {
        var service = hall.service();
        var cases = hall.crowd().cases(COLD);
        try (var bare = hall.bareWithPostgres(
                        BareServer.Kind.POSTGRES_PROGRESS, answer(hall, service), Statements.progress());
                var ours = HttpSide.of(service, Progress.of(hall.crowd().data(), cases))
                        .onceAfter(() -> forget(hall, service))
                        .counting(() -> service.metric("yizhan_progress_reads_total"));
                var baseline = HttpSide.of(bare, Progress.anything(hall.crowd().data(), cases))
                        .onceAfter(hall.stores()::emptyRedis)) {
            return MatchScenarios.requiringWork(hall.compareOnce(ours, baseline), "PostgreSQL");
        }
    }

    /** Empties Redis, and waits until this has been told to the service's memory. */
    static void forget(Hall hall, ServerProcess... services) {
        var before = Stream.of(services).mapToLong(ProgressScenarios::flushes).toArray();
        hall.stores().emptyRedis();
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FORGOTTEN_MILLIS);
        for (int i = 0; i < services.length; i++) {
            while (flushes(services[i]) < before[i] + NEAR_CACHES && System.nanoTime() < end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    private static long flushes(ServerProcess service) {
        return service.metric("yizhan_redis_near_flushes_total");
    }

    private static String answer(Hall hall, ServerProcess service) {
        var answer = service.answer(
                Progress.request(hall.crowd().data(), hall.crowd().cases(1).get(0)));
        if (answer.status() != 200) {
            throw new VoidRun("progress answers " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }
}
