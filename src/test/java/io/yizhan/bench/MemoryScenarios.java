package io.yizhan.bench;

import io.yizhan.bench.HttpSide.Repetition;
import java.time.Duration;
import java.util.List;

/** What the service takes of memory: in all, and for one answer. */
final class MemoryScenarios {
    private static final Duration LONG = Duration.ofMinutes(10);

    static final List<Scenario> ALL = List.of(
            new Scenario(
                    "allocation-match",
                    "bytes the event loops allocate for one match, near-cache hit: what the JVM has counted per thread before"
                            + " and after (jcmd Thread.print -e), by the answers between",
                    Target.atMost(8, 3),
                    true,
                    Pinning.SERVER_ALONE,
                    MemoryScenarios::allocation),
            new Scenario(
                    "memory",
                    "resident memory after ten minutes of the hall's mix at half load",
                    Target.atMost(300, 220),
                    false,
                    Pinning.NONE,
                    MemoryScenarios::resident));

    private MemoryScenarios() {}

    private static Figures allocation(Hall hall) {
        var service = hall.service();
        var pace = hall.options().pace();
        var people = hall.crowd().people(MatchScenarios.PEOPLE);
        try (var side = HttpSide.of(service, Match.of(hall.crowd(), people))) {
            side.warmUp(pace.warmUp());
            var rounds = new double[pace.rounds()];
            for (int round = 0; round < rounds.length; round++) {
                var before = service.allocatedByEventLoops();
                var answers =
                        side.loop().run(pace.measurement(), Repetition.ALWAYS).answers();
                rounds[round] = (service.allocatedByEventLoops() - before) / 1024.0 / answers;
            }
            return Figures.absolute("KiB", rounds);
        }
    }

    private static Figures resident(Hall hall) {
        var service = hall.service();
        var perSecond = LatencyScenarios.halfOfSaturation(hall, service);
        LatencyScenarios.mixFor(hall, service, perSecond, LONG);
        return Figures.absolute("MiB", service.resident() / 1048576.0).with("perSecond", perSecond);
    }
}
