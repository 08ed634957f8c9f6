package io.yizhan.bench;

import java.util.List;

/**
 * One line of the table.
 *
 * @param what who is measured against whom, and how, in words
 * @param isQuick whether {@code --quick} runs it
 * @param services what it asks the hall for
 */
record Scenario(
        String name,
        String what,
        Target target,
        boolean isQuick,
        Pinning pinning,
        List<Wiring> services,
        Measurement measurement) {
    interface Measurement {
        /** @throws VoidRun when what was measured is not what the scenario says */
        Figures measure(Hall hall) throws Exception;
    }
}
