package io.yizhan.bench;

import io.yizhan.bench.Figures.Spread;
import io.yizhan.bench.OpenLoop.Kind;
import io.yizhan.bench.OpenLoop.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Latency at half of what the service can do, visitors coming evenly. Service, stores and generator share all cores. The
 * figure is the 99th percentile of each round, counted from when a visitor was due.
 */
final class LatencyScenarios {
    private static final int CONNECTIONS = 64;
    private static final double LOAD = 0.5;
    private static final String MATCH = "match";
    private static final String PROGRESS = "progress";
    private static final String SIGN_IN = "sign-in";

    static final List<Scenario> ALL = List.of(
            new Scenario(
                    "match-latency",
                    "99th percentile of a match, near-cache hit, at half load",
                    Target.atMost(5, 2),
                    true,
                    hall -> at(hall, Map.of(), List.of(match(hall)))),
            new Scenario(
                    "progress-304-latency",
                    "99th percentile of progress, ETag known and unchanged, at half load",
                    Target.atMost(3, 1.5),
                    true,
                    hall -> at(hall, Map.of(), List.of(progress(hall)))));

    private LatencyScenarios() {}

    private static Kind match(Hall hall) {
        var people = hall.crowd().people(MatchScenarios.PEOPLE);
        return new Kind(MATCH, 70, Visit.asking(Match.of(hall.crowd(), people)));
    }

    private static Kind progress(Hall hall) {
        hall.pin(Pinning.NONE);
        var cases = hall.crowd().cases(ProgressScenarios.HOT);
        var known = Progress.learn(hall.crowd().data(), hall.service(), cases);
        return new Kind(PROGRESS, 25, Visit.asking(known.requests()));
    }

    private static Figures at(Hall hall, Map<String, String> variables, List<Kind> kinds) {
        hall.pin(Pinning.NONE);
        var service = hall.service(variables);
        try (var load = new OpenLoop(service.address(), CONNECTIONS, kinds)) {
            return measure(hall, load, kinds).with("pinning", hall.pinning().toString());
        }
    }

    /** The first kind's 99th percentile is the figure, the others' are details. */
    static Figures measure(Hall hall, OpenLoop load, List<Kind> kinds) {
        var pace = hall.options().pace();
        var saturation = load.saturation(pace.warmUp(), pace.measurement().multipliedBy(2));
        var outcomes = new ArrayList<Outcome>();
        for (int round = 0; round < pace.rounds(); round++) {
            outcomes.add(load.run(
                    saturation * LOAD,
                    pace.measurement().dividedBy(4),
                    pace.measurement().multipliedBy(3)));
        }
        var figures = Figures.absolute("ms", rounds(outcomes, kinds.get(0).name(), 99))
                .with("saturation", saturation)
                .with("perSecond", saturation * LOAD)
                .with("lagMillis99", Spread.of(lags(outcomes)).median());
        for (var kind : kinds) {
            for (var percentile : List.of(50.0, 99.0, 99.9)) {
                figures.with(
                        kind.name() + " p" + percentile,
                        Spread.of(rounds(outcomes, kind.name(), percentile)).median());
            }
        }
        return figures;
    }

    private static double[] rounds(List<Outcome> outcomes, String kind, double percentile) {
        return outcomes.stream()
                .mapToDouble(outcome -> outcome.latency(kind, percentile))
                .toArray();
    }

    private static double[] lags(List<Outcome> outcomes) {
        return outcomes.stream()
                .mapToDouble(outcome -> outcome.lag().getValueAtPercentile(99) / 1e3)
                .toArray();
    }
}
