package io.yizhan.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * All of them, in the order they are run. What is read from a store comes before what is held in memory: that ends by and by, and the
 * road on which it is read anew is not to be compiled meanwhile.
 */
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.of(
                        ProgressScenarios.FROM_POSTGRES,
                        MatchScenarios.FROM_REDIS,
                        MatchScenarios.NEAR,
                        MemoryScenarios.OF_A_MATCH,
                        ProgressScenarios.HELD,
                        MatchScenarios.NAIVE_AND_COLD,
                        IdentityScenarios.ALL,
                        LatencyScenarios.READS,
                        SubmissionScenarios.ALL,
                        LatencyScenarios.WRITES,
                        MemoryScenarios.RESIDENT,
                        GrowthScenarios.ALL,
                        StartScenarios.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /** What reads from Redis comes last: its road has been warmed up before the first, and is compiled better the later it is measured. */
    static List<Scenario> quick() {
        return Stream.concat(
                        all().stream().filter(scenario -> !MatchScenarios.FROM_REDIS.contains(scenario)),
                        MatchScenarios.FROM_REDIS.stream())
                .filter(Scenario::isQuick)
                .toList();
    }
}
