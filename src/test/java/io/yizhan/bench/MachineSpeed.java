package io.yizhan.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How fast the machine is while something is measured: the processor time that a fixed piece of work takes, once a second. It grows when
 * the other half of a core is busy, with us or with somebody else's work, which no other figure tells.
 */
final class MachineSpeed implements AutoCloseable {
    private static final int[] NUMBERS = new Random(1).ints(40_000).toArray();
    private static final int UNTIL_COMPILED = 50;

    private static volatile int smallest;

    static {
        for (int i = 0; i < UNTIL_COMPILED; i++) {
            work();
        }
    }

    private final List<Double> milliseconds = Collections.synchronizedList(new ArrayList<>());
    private final Thread watcher = new Thread(this::watchOn, "machine-speed");

    private MachineSpeed() {
        watcher.setDaemon(true);
        watcher.start();
    }

    static MachineSpeed watch() {
        return new MachineSpeed();
    }

    private void watchOn() {
        try {
            while (true) {
                milliseconds.add(work());
                Thread.sleep(1_000);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** A few milliseconds of processor time, in which a core has all it can do; answers how many. */
    private static double work() {
        var threads = ManagementFactory.getThreadMXBean();
        var begun = threads.getCurrentThreadCpuTime();
        var numbers = NUMBERS.clone();
        Arrays.sort(numbers);
        smallest = numbers[0];
        return (threads.getCurrentThreadCpuTime() - begun) / 1e6;
    }

    /** {@code workMs} and {@code workMsP90}: half, and nine tenths, of the times were at most that. */
    Figures into(Figures figures) {
        var sorted = List.copyOf(milliseconds).stream().sorted().toList();
        return sorted.isEmpty()
                ? figures
                : figures.with("workMs", sorted.get(sorted.size() / 2))
                        .with("workMsP90", sorted.get(sorted.size() * 9 / 10));
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
