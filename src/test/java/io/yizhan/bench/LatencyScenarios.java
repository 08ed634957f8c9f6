package io.yizhan.bench;

import io.yizhan.bench.Comparison.Pace;
import io.yizhan.bench.Figures.Spread;
import io.yizhan.bench.OpenLoop.Kind;
import io.yizhan.bench.OpenLoop.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Latency at half of what the service can do, visitors coming evenly, with the heap it is deployed with. Service, stores
 * and generator share all cores. The figure is the 99th percentile of each round, counted from when a visitor was due. Beside
 * it stands what the machine lets a baseline reach in the same minutes: a bare server under the very same load, or pgbench at
 * half of what it can do.
 */
final class LatencyScenarios {
    private static final double LOAD = 0.5;
    private static final int WAITING = 10_000;
    private static final int TRIES = 3;

    /** Times the warm-up of a throughput. */
    private static final int SETTLING = 4;

    private static final int PGBENCH_CLIENTS = 32;

    /** Of what could be done before a round, that can be done after it. */
    private static final double STEADY = 0.75;

    /** A 99th percentile of fewer visits says little. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Where PostgreSQL works on the generator's cores. Its being late only lengthens what is counted. */
    static final Duration MOST_LAG_BESIDE_POSTGRES = Duration.ofMillis(4);

    /** More than can be done, alone and among others. */
    private static final int SUBMISSIONS_PER_SECOND = 2_500;

    private static final int MIXED_PER_SECOND = 1_000;

    /** Milliseconds. */
    private static final Map<String, Double> FLOORS = Map.of("match", 5.0, "progress", 3.0, "submission", 20.0);

    /** Before anything is submitted: what follows a case goes on for a while. */
    static final List<Scenario> READS = List.of(
            new Scenario(
                    "match-latency",
                    "99th percentile of a match, near-cache hit, at half load; beside a bare near-cache handler at the same load",
                    Target.atMost(5, 2),
                    false,
                    Pinning.NONE,
                    List.of(Wiring.CONTAINER),
                    LatencyScenarios::matches),
            new Scenario(
                    "progress-304-latency",
                    "99th percentile of progress, ETag known and unchanged, at half load; beside a bare 304 at the same load",
                    Target.atMost(3, 1.5),
                    false,
                    Pinning.NONE,
                    List.of(Wiring.CONTAINER),
                    LatencyScenarios::notModified));

    static final List<Scenario> WRITES = List.of(
            new Scenario(
                    "submission-latency",
                    "99th percentile of a submission, durable, at half load; beside pgbench with 32 clients and the same"
                            + " statement, one case each, at half of what it can do; p99AtBaselinesLoad: ours under that load",
                    Target.atMost(20, 12),
                    false,
                    Pinning.NONE,
                    List.of(Wiring.CONTAINER),
                    LatencyScenarios::submissions),
            new Scenario(
                    "hall-mix",
                    "70 % match, 25 % progress 304, 4 % submission, 1 % sign-in at half load: of the 99th percentiles of the"
                            + " first three the one nearest to its floor (5, 3, 20 ms), as a share of it",
                    Target.atMost(1, 0.5),
                    false,
                    Pinning.NONE,
                    List.of(Wiring.CONTAINER),
                    LatencyScenarios::mix),
            new Scenario(
                    "hall-mix-waiting",
                    "the same beside 10,000 clients who wait for a case to change",
                    Target.atMost(1, 0.5),
                    false,
                    Pinning.NONE,
                    List.of(Wiring.ROOM_FOR_WAITING),
                    LatencyScenarios::mixBesideWaiting));

    private LatencyScenarios() {}

    private static Kind match(Hall hall) {
        var people = hall.crowd().people(MatchScenarios.PEOPLE);
        return new Kind("match", 70, Visit.asking(Match.of(hall.crowd(), people)));
    }

    private static Kind progress(Learned known) {
        return new Kind("progress", 25, Visit.asking(known.requests()));
    }

    /** @param fastest more of them than come in a second */
    private static Kind submission(Hall hall, Pace pace, int fastest) {
        var full = pace.warmUp().multipliedBy(WarmUp.TIMES).plus(saturation(pace));
        var half = warmUp(pace)
                .plus(counted(pace))
                .multipliedBy(pace.rounds())
                .multipliedBy(TRIES)
                .plus(settling(pace));
        var count = (full.toMillis() + half.toMillis() * LOAD) * fastest / 1000;
        return new Kind("submission", 4, Visit.askingOnce(Submissions.of(hall, (int) count)));
    }

    private static Kind signIn(Hall hall) {
        var people = hall.crowd().people(MatchScenarios.PEOPLE);
        return new Kind("sign-in", 1, SignIn.of(hall.crowd().data(), people));
    }

    private static Figures matches(Hall hall) {
        var people = hall.crowd().people(MatchScenarios.PEOPLE);
        var service = hall.service(Wiring.CONTAINER);
        try (var bare = MatchScenarios.bare(hall, Wiring.CONTAINER, service, people)) {
            return besideBare(hall, service, match(hall), bare, Match.anything(hall.crowd(), people));
        }
    }

    private static Figures notModified(Hall hall) {
        var service = hall.service(Wiring.CONTAINER);
        var known = ProgressScenarios.known(hall, service);
        try (var bare = ProgressScenarios.bare(hall, Wiring.CONTAINER, known)) {
            return besideBare(hall, service, progress(known), bare, known.requests());
        }
    }

    /**
     * Reads leave nothing behind, so what the service can do is counted anew before and after each round. A machine that it
     * shares is fast in one moment and slow in the next: a round after which it can do much less was not one at half load,
     * and is run again.
     */
    private static Figures besideBare(Hall hall, ServerProcess service, Kind kind, ServerProcess bare, Requests same) {
        var pace = hall.options().pace();
        var bareKind = new Kind(kind.name(), 1, Visit.asking(same));
        try (var ours = new VisitsSide(service, open(service, List.of(kind)));
                var baseline = new VisitsSide(bare, open(bare, List.of(bareKind)))) {
            ours.warmUp(pace.warmUp());
            ours.load().comeAndGo(ours.load().saturation(pace.measurement()) * LOAD, settling(pace));
            baseline.warmUp(pace.warmUp());
            var saturations = new ArrayList<Double>();
            var our = new ArrayList<Outcome>();
            var their = new ArrayList<Outcome>();
            int again = 0;
            var before = ours.load().saturation(pace.measurement());
            while (our.size() < pace.rounds()) {
                var outcome = round(ours.load(), before * LOAD, warmUp(pace), counted(pace));
                var after = ours.load().saturation(pace.measurement());
                if (after >= before * STEADY || again == pace.rounds()) {
                    saturations.add(before);
                    our.add(outcome);
                    their.add(round(baseline.load(), before * LOAD, warmUp(pace), counted(pace)));
                } else {
                    again++;
                }
                before = after;
            }
            var figures = beside(percentiles(our, kind.name(), 99), percentiles(their, kind.name(), 99));
            return new Measured(median(saturations), our).into(figures).with("roundsRunAgain", again);
        }
    }

    private static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double median(double... values) {
        return Spread.of(values).median();
    }

    private static Figures beside(double[] ours, double[] baseline) {
        var ratios = new double[ours.length];
        Arrays.setAll(ratios, round -> ours[round] / baseline[round]);
        return Figures.absolute("ms", ours).beside(median(baseline)).with("ratio", median(ratios));
    }

    /** Without pgbench they stand alone. */
    private static Figures submissions(Hall hall) {
        var pace = SubmissionScenarios.pace(hall.options().pace());
        var kinds = List.of(submission(hall, pace, SUBMISSIONS_PER_SECOND));
        var pgbench = PgbenchAtHalfLoad.find(hall, PGBENCH_CLIENTS, counted(pace));
        var atSameLoad = new ArrayList<Outcome>();
        var measured = measure(
                hall.service(Wiring.CONTAINER),
                pace,
                kinds,
                load -> pgbench.ifPresent(baseline -> {
                    baseline.run();
                    atSameLoad.add(round(load, baseline.perSecond(), warmUp(pace), counted(pace)));
                }));
        var percentiles = percentiles(measured.outcomes(), "submission", 99);
        return measured.into(pgbench.map(baseline -> beside(percentiles, baseline.percentiles(99))
                        .with("perSecondBaseline", baseline.perSecond())
                        .with("p99AtBaselinesLoad", median(percentiles(atSameLoad, "submission", 99))))
                .orElseGet(() -> Figures.absolute("ms", percentiles)));
    }

    private static Figures mix(Hall hall) {
        return mix(hall, hall.service(Wiring.CONTAINER));
    }

    private static Figures mixBesideWaiting(Hall hall) {
        var service = hall.service(Wiring.ROOM_FOR_WAITING);
        var before = service.resident();
        var cases = hall.crowd().cases(WAITING);
        var known = Progress.learn(hall.crowd().data(), service, cases);
        try (var polls = IdlePolls.open(service, known, WAITING)) {
            var figures =
                    mix(hall, service).with("residentKibPerWaiting", (service.resident() - before) / 1024.0 / WAITING);
            polls.requireUndisturbed();
            return figures;
        }
    }

    private static List<Kind> mixed(Hall hall, ServerProcess service, Kind submission) {
        return List.of(match(hall), progress(ProgressScenarios.known(hall, service)), submission, signIn(hall));
    }

    /** Of the mix, in visits a second. */
    static double halfOfSaturation(Hall hall, ServerProcess service) {
        var pace = hall.options().pace();
        var kinds = mixed(hall, service, submission(hall, pace, MIXED_PER_SECOND));
        try (var load = open(service, kinds)) {
            return saturation(pace, service, load) * LOAD;
        }
    }

    /** The mix for so long, only to have been there: however late the generator was. */
    static void mixFor(Hall hall, ServerProcess service, double perSecond, Duration time) {
        var submissions = Submissions.of(hall, (int) (perSecond * time.toSeconds() * 4 / 100) + 100);
        var kinds = mixed(hall, service, new Kind("submission", 4, Visit.askingOnce(submissions)));
        try (var load = open(service, kinds)) {
            load.comeAndGo(perSecond, time);
        }
    }

    private static Figures mix(Hall hall, ServerProcess service) {
        var pace = hall.options().pace();
        var kinds = mixed(hall, service, submission(hall, pace, MIXED_PER_SECOND));
        var load = measure(service, pace, kinds, alone -> {});
        return load.into(Figures.absolute("of the floor", load.nearestToFloor()))
                .with("residentMib", service.resident() / 1048576.0);
    }

    private static OpenLoop open(ServerProcess server, List<Kind> kinds) {
        return new OpenLoop(server.address(), HttpSide.CONNECTIONS, kinds);
    }

    /** Half of what a service can do that is still being compiled says nothing of one that has run for a day. */
    private static double saturation(Pace pace, ServerProcess service, OpenLoop load) {
        new VisitsSide(service, load).warmUp(pace.warmUp());
        return load.saturation(saturation(pace));
    }

    private static Duration saturation(Pace pace) {
        return pace.measurement().multipliedBy(2);
    }

    private static Duration warmUp(Pace pace) {
        return pace.measurement().dividedBy(4);
    }

    /**
     * At half load, before the first round. What a near cache holds ends after half a minute at first: before that nobody
     * has been compiled for reading it anew.
     */
    private static Duration settling(Pace pace) {
        return pace.warmUp().multipliedBy(SETTLING);
    }

    private static Duration counted(Pace pace) {
        var times = pace.measurement().multipliedBy(3);
        return times.compareTo(SHORTEST) < 0 ? SHORTEST : times;
    }

    /**
     * What is submitted among other things. The first round begins when what full load has left behind is done and on the disk.
     *
     * @param beside done after each round
     */
    private static Measured measure(ServerProcess service, Pace pace, List<Kind> kinds, Consumer<OpenLoop> beside) {
        try (var load = new OpenLoop(service.address(), HttpSide.CONNECTIONS, kinds, MOST_LAG_BESIDE_POSTGRES)) {
            var saturation = saturation(pace, service, load);
            BenchStores.writeBack();
            load.comeAndGo(saturation * LOAD, settling(pace));
            var outcomes = new ArrayList<Outcome>();
            while (outcomes.size() < pace.rounds()) {
                outcomes.add(round(load, saturation * LOAD, warmUp(pace), counted(pace)));
                beside.accept(load);
            }
            return new Measured(saturation, outcomes);
        }
    }

    private static Outcome round(OpenLoop load, double perSecond, Duration warmUp, Duration counted) {
        for (int tried = 1; ; tried++) {
            try {
                return load.run(perSecond, warmUp, counted);
            } catch (LateGenerator late) {
                if (tried == TRIES) {
                    throw late;
                }
            }
        }
    }

    /** Of each round, in milliseconds. */
    private static double[] percentiles(List<Outcome> rounds, String kind, double percentile) {
        return rounds.stream()
                .mapToDouble(outcome -> outcome.latency(kind, percentile))
                .toArray();
    }

    /** @param saturation visits a second, in the middle */
    private record Measured(double saturation, List<Outcome> outcomes) {
        double[] nearestToFloor() {
            return outcomes.stream().mapToDouble(Measured::nearestToFloor).toArray();
        }

        private static double nearestToFloor(Outcome outcome) {
            return FLOORS.entrySet().stream()
                    .mapToDouble(floor -> outcome.latency(floor.getKey(), 99) / floor.getValue())
                    .max()
                    .orElseThrow();
        }

        Figures into(Figures figures) {
            figures.with("saturation", saturation).with("perSecond", saturation * LOAD);
            for (var kind : outcomes.get(0).latencies().keySet()) {
                for (var percentile : List.of(50.0, 99.0, 99.9)) {
                    figures.with(kind + "P" + percentile, median(percentiles(outcomes, kind, percentile)));
                }
            }
            var lags = outcomes.stream().mapToDouble(outcome -> outcome.lag().getValueAtPercentile(99) / 1e3);
            return figures.with("generatorLagP99", median(lags.toArray()));
        }
    }
}
