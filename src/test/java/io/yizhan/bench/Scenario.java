package io.yizhan.bench;

/**
 * One line of the table.
 *
 * @param what who is measured against whom, and how, in words
 * @param isQuick whether {@code --quick} runs it
 */
record Scenario(String name, String what, Target target, boolean isQuick, Pinning pinning, Measurement measurement) {
    interface Measurement {
        /** @throws VoidRun when what was measured is not what the scenario says */
        Figures measure(Hall hall) throws Exception;
    }
}
