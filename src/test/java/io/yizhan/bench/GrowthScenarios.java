package io.yizhan.bench;

import io.yizhan.bench.OpenLoop.Kind;
import io.yizhan.bench.OpenLoop.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/** The same service on a hall of ten thousand cases and on one of ten million, side by side. */
final class GrowthScenarios {
    static final int SMALL = 10_000;

    /** Fewer than there are small cases, so that each is asked for once. */
    private static final int QUESTIONS = 8_000;

    static final List<Scenario> ALL = List.of(
            new Scenario(
                    "growth-match",
                    "1,000 people ask again what they asked a moment ago, in a hall of ten million cases; against one of ten"
                            + " thousand",
                    Target.atLeast(0.95, 0.98),
                    false,
                    Pinning.SERVER_ALONE,
                    List.of(),
                    hall -> Halls.measured(hall, GrowthScenarios::match)),
            new Scenario(
                    "growth-progress-cold",
                    "99th percentile of progress read from PostgreSQL, each case once, in a hall of ten million cases; against"
                            + " one of ten thousand under the same open load",
                    Target.atMost(1.5, 1.2),
                    false,
                    Pinning.SERVER_ALONE,
                    List.of(),
                    hall -> Halls.measured(hall, GrowthScenarios::progress)));

    private GrowthScenarios() {}

    /** The two services with their data. */
    record Halls(Hall hall, Grown small, Grown large) {
        record Grown(ServerProcess service, Crowd crowd) {}

        interface Measurement {
            Figures of(Halls halls);
        }

        /** Halls of up to a million cases share one database, the copy of a run; a larger one has its own. */
        static Figures measured(Hall hall, Measurement measurement) {
            if (hall.options().largest() <= BenchLoad.LARGEST_COPIED) {
                throw new VoidRun("the large hall must have more than " + BenchLoad.LARGEST_COPIED + " cases");
            }
            hall.endServices();
            try (var small = hall.serviceOf(SMALL);
                    var large = hall.serviceOf(hall.options().largest())) {
                var smallCrowd =
                        Crowd.of(BenchData.of(SMALL, hall.crowd().data().identity()));
                var largeCrowd = Crowd.of(BenchData.of(
                        hall.options().largest(), hall.crowd().data().identity()));
                return measurement.of(new Halls(hall, new Grown(small, smallCrowd), new Grown(large, largeCrowd)));
            } finally {
                hall.loadAgain();
            }
        }
    }

    private static Figures match(Halls halls) {
        var few = halls.small().crowd().people(MatchScenarios.PEOPLE);
        // the halls share Redis, so nobody may be in both
        var many = LongStream.iterate(SMALL, subject -> subject + 1_009)
                .filter(subject -> !halls.large().crowd().data().isFirm(subject))
                .limit(few.size())
                .boxed()
                .toList();
        halls.large().crowd().sign(many);
        try (var ours = HttpSide.of(
                        halls.large().service(), Match.of(halls.large().crowd(), many));
                var baseline = HttpSide.of(
                        halls.small().service(), Match.of(halls.small().crowd(), few))) {
            return halls.hall().compare(ours, baseline);
        }
    }

    private static Figures progress(Halls halls) {
        var pace = halls.hall().options().pace();
        try (var large = cold(halls.large());
                var small = cold(halls.small())) {
            var perSecond = saturation(halls, large, small) / 2;
            var ours = new double[pace.rounds()];
            var baseline = new double[pace.rounds()];
            var ratios = new double[pace.rounds()];
            for (int round = 0; round < pace.rounds(); round++) {
                ours[round] = percentile(halls, large, perSecond);
                baseline[round] = percentile(halls, small, perSecond);
                ratios[round] = ours[round] / baseline[round];
            }
            return new Figures(
                            "ms",
                            Figures.Spread.of(ours).median(),
                            OptionalDouble.of(Figures.Spread.of(baseline).median()),
                            Figures.Spread.of(ratios),
                            new LinkedHashMap<>())
                    .with("perSecond", perSecond);
        }
    }

    private static OpenLoop cold(Halls.Grown grown) {
        var cases = grown.crowd().cases(QUESTIONS);
        var asking = Visit.asking(Progress.of(grown.crowd().data(), cases));
        return new OpenLoop(grown.service().address(), HttpSide.CONNECTIONS, List.of(new Kind("progress", 1, asking)));
    }

    /** Of the slower one; it is also their warm-up. */
    private static double saturation(Halls halls, OpenLoop... loads) {
        double lowest = Double.MAX_VALUE;
        for (var load : loads) {
            var end = System.nanoTime() + halls.hall().options().warmUp().toNanos();
            double highest = 0;
            while (System.nanoTime() < end) {
                ProgressScenarios.forget(
                        halls.hall(), halls.small().service(), halls.large().service());
                highest = Math.max(highest, load.saturation(Duration.ZERO, Duration.ofMillis(300)));
            }
            lowest = Math.min(lowest, highest);
        }
        return lowest;
    }

    private static double percentile(Halls halls, OpenLoop load, double perSecond) {
        ProgressScenarios.forget(
                halls.hall(), halls.small().service(), halls.large().service());
        Outcome outcome = load.run(perSecond, Duration.ZERO, Duration.ofMillis((long) (QUESTIONS / perSecond * 1000)));
        return outcome.latency("progress", 99);
    }
}
