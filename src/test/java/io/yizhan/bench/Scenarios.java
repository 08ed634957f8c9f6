package io.yizhan.bench;

import java.util.List;
import java.util.stream.Stream;

/** All of them, in the order they are run. */
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.of(
                        MatchScenarios.ALL,
                        ProgressScenarios.ALL,
                        IdentityScenarios.ALL,
                        SubmissionScenarios.ALL,
                        LatencyScenarios.ALL,
                        MemoryScenarios.ALL,
                        GrowthScenarios.ALL,
                        StartScenarios.ALL)
                .flatMap(List::stream)
                .toList();
    }
}
