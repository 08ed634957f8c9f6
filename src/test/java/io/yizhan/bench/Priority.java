package io.yizhan.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Who comes first on a core: the generator, before servers and stores, as if it had a machine of its own. What it takes is
 * charged to those it measures, and it is in time. Nobody's priority is raised, which only root may.
 */
final class Priority {
    private static final String LOWER = "5";

    private Priority() {}

    /** What to put before a server's command. */
    static List<String> ofServers() {
        return Programs.find("nice")
                .map(nice -> List.of(nice.toString(), "-n", LOWER))
                .orElse(List.of());
    }

    static void lower(LongStream stores) {
        Programs.find("renice")
                .ifPresent(renice ->
                        stores.forEach(process -> run(renice.toString(), "-n", LOWER, "-p", Long.toString(process))));
    }

    private static void run(String... command) {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException absent) {
            throw new VoidRun("cannot run " + command[0]);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
