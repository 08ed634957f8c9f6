package io.yizhan.bench;

import io.yizhan.bench.OpenLoop.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** The same service on a hall of ten thousand cases and on one of ten million, side by side. */
final class GrowthScenarios {
    static final int SMALL = 10_000;

    /** Fewer than there are small cases, so that each is asked for once. */
    private static final int QUESTIONS = 8_000;

    private static final int PASSES_BEFORE = 3;
    private static final int BURSTS = 5;
    private static final Duration BURST = Duration.ofMillis(300);

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
            return halls.hall().compareClosely(ours, baseline);
        }
    }

    private static Figures progress(Halls halls) {
        var pace = halls.hall().options().pace();
        warmUp(halls, halls.large());
        warmUp(halls, halls.small());
        try (var large = cold(halls.large());
                var small = cold(halls.small())) {
            var perSecond = Math.min(saturation(halls, large), saturation(halls, small)) / 2;
            for (int pass = 0; pass < PASSES_BEFORE; pass++) {
                comeAndGo(halls, large, perSecond);
                comeAndGo(halls, small, perSecond);
            }
            var ours = new double[pace.rounds()];
            var baseline = new double[pace.rounds()];
            var ratios = new double[pace.rounds()];
            for (int round = 0; round < pace.rounds(); round++) {
                var ofLarge = pass(halls, large, perSecond);
                var ofSmall = pass(halls, small, perSecond);
                ofSmall.add(pass(halls, small, perSecond));
                ofLarge.add(pass(halls, large, perSecond));
                ours[round] = ofLarge.getValueAtPercentile(99) / 1e3;
                baseline[round] = ofSmall.getValueAtPercentile(99) / 1e3;
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

    private static void warmUp(Halls halls, Halls.Grown grown) {
        try (var side = HttpSide.of(grown.service(), questions(grown)).onceAfter(() -> forget(halls))) {
            side.warmUp(halls.hall().options().warmUp());
        }
    }

    private static Requests questions(Halls.Grown grown) {
        return Progress.of(grown.crowd().data(), grown.crowd().cases(QUESTIONS));
    }

    private static OpenLoop cold(Halls.Grown grown) {
        var asking = Visit.asking(questions(grown));
        return new OpenLoop(
                grown.service().address(),
                HttpSide.CONNECTIONS,
                List.of(new Kind("progress", 1, asking)),
                LatencyScenarios.MOST_LAG_BESIDE_POSTGRES);
    }

    /** The highest of some short bursts, in which no case is asked for twice. */
    private static double saturation(Halls halls, OpenLoop load) {
        double highest = 0;
        for (int burst = 0; burst < BURSTS; burst++) {
            forget(halls);
            highest = Math.max(highest, load.saturation(BURST));
        }
        return highest;
    }

    /** Before it counts: at half load another road is compiled than at full load. */
    private static void comeAndGo(Halls halls, OpenLoop load, double perSecond) {
        forget(halls);
        load.comeAndGo(perSecond, once(perSecond));
    }

    private static Histogram pass(Halls halls, OpenLoop load, double perSecond) {
        forget(halls);
        return load.run(perSecond, Duration.ZERO, once(perSecond)).latencies().get("progress");
    }

    private static Duration once(double perSecond) {
        return Duration.ofMillis((long) (QUESTIONS / perSecond * 1000));
    }

    private static void forget(Halls halls) {
        ProgressScenarios.forget(
                halls.hall(), halls.small().service(), halls.large().service());
    }
}
