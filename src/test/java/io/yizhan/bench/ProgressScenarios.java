package io.yizhan.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Following cases by their query numbers, without signing in. The throttle per client is on, and set out of reach. */
final class ProgressScenarios {
    /** Cases that are looked at again and again. */
    static final int HOT = 1000;

    /** More than are read in one measurement, so that each is read once. */
    private static final int COLD = 300_000;

    /** Past it, nothing in the service's memory answers unseen. */
    private static final long FORGOTTEN_MILLIS = 1_100;

    static final List<Scenario> ALL = List.of(
            new Scenario(
                    "progress-304",
                    "1,000 cases whose ETag is known and unchanged; against a bare handler that looks the tag up by path,"
                            + " compares, and answers 304",
                    Target.atLeast(0.70, 0.88),
                    true,
                    Pinning.SERVER_ALONE,
                    ProgressScenarios::notModified),
            new Scenario(
                    "progress-200-hot",
                    "the same cases, the whole view; against a bare handler that finds the bytes in a Caffeine cache",
                    Target.NONE,
                    false,
                    Pinning.SERVER_ALONE,
                    ProgressScenarios::hot),
            new Scenario(
                    "progress-200-cold",
                    "each case once, nothing in memory or Redis, to which the service also writes the view; against a bare"
                            + " handler that sends the same SQL over one pipelined connection",
                    Target.atLeast(0.60, 0.85),
                    true,
                    Pinning.SERVER_ALONE,
                    ProgressScenarios::cold));

    private ProgressScenarios() {}

    private static Figures notModified(Hall hall) {
        var service = hall.service();
        var cases = hall.crowd().cases(HOT);
        var known = Progress.learn(hall.crowd().data(), service, cases);
        try (var bare = hall.bare(BareServer.Kind.NOT_MODIFIED, "", known.lines(), "", "");
                var ours = HttpSide.of(service, known.requests());
                var baseline = HttpSide.of(bare, known.requests())) {
            return hall.compare(ours, baseline);
        }
    }

    private static Figures hot(Hall hall) {
        var service = hall.service();
        var cases = hall.crowd().cases(HOT);
        var keys = cases.stream()
                .map(ordinal -> hall.crowd().data().queryValue(ordinal) + " known")
                .toList();
        try (var bare = hall.bare(BareServer.Kind.NEAR_CACHE, answer(hall, service), keys, "", "");
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
                        .onceAfter(() -> forget(hall))
                        .counting(() -> service.metric("yizhan_progress_reads_total"));
                var baseline = HttpSide.of(bare, Progress.anything(hall.crowd().data(), cases))
                        .onceAfter(() -> forget(hall))) {
            return MatchScenarios.requiringWork(hall.compare(ours, baseline), "PostgreSQL");
        }
    }

    static void forget(Hall hall) {
        hall.stores().emptyRedis();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FORGOTTEN_MILLIS));
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
