package io.yizhan.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What the service takes of memory: in all, and for one answer. */
final class MemoryScenarios {
    private static final Duration LONG = Duration.ofMinutes(10);

    /** After the scenario that warms it up. */
    static final List<Scenario> OF_A_MATCH = List.of(new Scenario(
            "allocation-match",
            "what the service's threads allocate for one match, near-cache hit, as its JVM counts for each of them",
            Target.atMost(8, 3),
            true,
            Pinning.SERVER_ALONE,
            List.of(Wiring.USUAL),
            MemoryScenarios::allocation));

    static final List<Scenario> RESIDENT = List.of(new Scenario(
            "memory",
            "resident memory after ten minutes of the hall's mix at half load; heap of 128 MiB, small young generation",
            Target.atMost(300, 220),
            false,
            Pinning.NONE,
            List.of(Wiring.SMALL),
            MemoryScenarios::resident));

    private MemoryScenarios() {}

    private static Figures allocation(Hall hall) {
        var pace = hall.options().pace();
        var people = hall.crowd().people(MatchScenarios.PEOPLE);
        try (var side = HttpSide.of(hall.service(), Match.of(hall.crowd(), people))) {
            side.warmUp(pace.warmUp().dividedBy(2));
            var rounds = new double[pace.rounds()];
            Arrays.setAll(rounds, round -> side.measure(pace.measurement()).allocatedKib());
            return Figures.absolute("KiB", rounds);
        }
    }

    private static Figures resident(Hall hall) {
        var service = hall.service(Wiring.SMALL);
        var perSecond = LatencyScenarios.halfOfSaturation(hall, service);
        LatencyScenarios.mixFor(hall, service, perSecond, LONG);
        return Figures.absolute("MiB", service.resident() / 1048576.0).with("perSecond", perSecond);
    }
}
