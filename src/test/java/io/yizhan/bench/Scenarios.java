package io.yizhan.bench;

import java.util.List;
import java.util.stream.Stream;

/** All of them, in the order they are run. */
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.of(
                        ProgressScenarios.ALL,
                        MatchScenarios.NEAR,
                        MemoryScenarios.OF_A_MATCH,
                        MatchScenarios.ALL,
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
}
