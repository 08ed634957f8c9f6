package io.yizhan.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which processes run on which core. Pinned, the server has the first core and everything else the others, so that the
 * generator takes nothing from what it measures. Without {@code taskset} or a second core nothing is pinned.
 */
enum Pinning {
    /** Server on core 0; generator and stores elsewhere. */
    SERVER_ALONE,
    /** Everything everywhere: for work that a store does, which would starve on the generator's core. */
    NONE;

    private static final int ATTEMPTS = 5;
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final boolean IS_POSSIBLE = CORES >= 2 && run("taskset", "--version");

    /** What really happens here. */
    Pinning effective() {
        return IS_POSSIBLE ? this : NONE;
    }

    /**
     * So that a server that starts and warms up on all cores has as many threads as the core bears that it will be confined
     * to. Its compilers, which are done before anything is measured, may use all of them.
     */
    List<String> serverFlags() {
        return effective() == SERVER_ALONE ? List.of("-XX:ActiveProcessorCount=1", "-XX:CICompilerCount=4") : List.of();
    }

    /** Lets a server use every core while it warms up: its compiler would take the one core from what is compiled. */
    void release(long server) {
        if (effective() == SERVER_ALONE) {
            move(server, "0-" + (CORES - 1));
        }
    }

    /** Back to where it started. */
    void confine(long server) {
        if (effective() == SERVER_ALONE) {
            move(server, "0");
        }
    }

    /** Moves this JVM and the stores; to be called before each scenario. */
    void apply(LongStream stores) {
        if (IS_POSSIBLE) {
            var cores = this == SERVER_ALONE ? "1-" + (CORES - 1) : "0-" + (CORES - 1);
            LongStream.concat(LongStream.of(ProcessHandle.current().pid()), stores)
                    .forEach(pid -> move(pid, cores));
        }
    }

    /** Threads come and go meanwhile, which one attempt may stumble over; a process that has ended needs no core. */
    private static void move(long pid, String cores) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (run("taskset", "--all-tasks", "--cpu-list", "--pid", cores, Long.toString(pid))
                    || ProcessHandle.of(pid).isEmpty()) {
                return;
            }
        }
        throw new VoidRun("process " + pid + " cannot be pinned");
    }

    private static boolean run(String... command) {
        try {
            var process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String toString() {
        return this == SERVER_ALONE ? "server on core 0, generator and stores on the others" : "none";
    }
}
