package io.yizhan.bench;

import java.time.Duration;
import java.util.List;

/**
 * Submissions: one request is one acknowledged, durable case, decided against PostgreSQL. The service runs as it is
 * configured by default, which writes those that wait together in one statement. Nothing is pinned.
 */
final class SubmissionScenarios {
    /** More than the service can do here; beyond it a run ends as void. */
    private static final int FASTEST_PER_SECOND = 4_000;

    private static final Duration SHORTEST_WARM_UP = Duration.ofSeconds(3);

    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);

    /** Of a throughput: compilers are busy for a minute and a half with all that a submission is and what follows it. */
    private static final int WARM_UP_TIMES = 3;

    private static final Duration LONGEST_MEASUREMENT = Duration.ofSeconds(2);

    /** Many clients first: what they ask warms the service up for the few, who would need minutes to. */
    static final List<Scenario> ALL = List.of(
            new Scenario(
                    "submission-256",
                    "256 clients submit and are batched; against pgbench with 32 clients and the same statement, one case"
                            + " each",
                    Target.atLeast(1.0, 1.5),
                    false,
                    Pinning.NONE,
                    List.of(Wiring.USUAL),
                    hall -> against(hall, 256, 32)),
            new Scenario(
                    "submission-32",
                    "32 clients submit; against pgbench with 32 clients and the same statement, one case each",
                    Target.atLeast(0.60, 0.85),
                    false,
                    Pinning.NONE,
                    List.of(Wiring.USUAL),
                    hall -> against(hall, 32, 32)),
            new Scenario(
                    "submission-8",
                    "8 clients submit; against pgbench with 8 clients and the same statement, one case each",
                    Target.atLeast(0.60, 0.85),
                    false,
                    Pinning.NONE,
                    List.of(Wiring.USUAL),
                    hall -> against(hall, 8, 8)));

    private SubmissionScenarios() {}

    private static Figures against(Hall hall, int clients, int pgbenchClients) {
        var usual = pace(hall.options().pace());
        var pace = new Comparison.Pace(
                usual.rounds(), usual.measurement(), usual.warmUp().multipliedBy(WARM_UP_TIMES));
        var seconds = pace.warmUp().plus(pace.measurement().multipliedBy(2L * pace.rounds()));
        var requests =
                Submissions.of(hall, (int) (seconds.toMillis() * FASTEST_PER_SECOND / 1000) + HttpSide.WARM_ONCE);
        try (var ours = HttpSide.of(hall.service(), requests, clients).neverAgain();
                var baseline = PgbenchSide.of(hall, pgbenchClients)) {
            return new Comparison(ours, baseline).run(pace);
        }
    }

    /** Every submission needs an application of its own, prepared beforehand; and pgbench counts whole seconds. */
    static Comparison.Pace pace(Comparison.Pace asked) {
        var isShort = asked.measurement().compareTo(PgbenchSide.SHORTEST) < 0;
        return new Comparison.Pace(
                isShort ? 1 : asked.rounds(),
                isShort ? PgbenchSide.SHORTEST : shorter(asked.measurement(), LONGEST_MEASUREMENT),
                longer(shorter(asked.warmUp(), LONGEST_WARM_UP), SHORTEST_WARM_UP));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
