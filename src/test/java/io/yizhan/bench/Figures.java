package io.yizhan.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a scenario measured.
 *
 * @param ours in {@code unit}
 * @param baseline in the same unit, from the same run; empty where there is none
 * @param figure what is held against the target: the ratio of the two, or {@code ours}; per round
 * @param details what else is worth knowing, by name
 */
record Figures(String unit, double ours, OptionalDouble baseline, Spread figure, Map<String, Object> details) {

    /** Of the rounds. */
    record Spread(double median, double min, double max) {
        static Spread of(double... rounds) {
            var sorted = rounds.clone();
            Arrays.sort(sorted);
            var middle = sorted.length / 2;
            var median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    static Figures absolute(String unit, double... rounds) {
        var spread = Spread.of(rounds);
        return new Figures(unit, spread.median(), OptionalDouble.empty(), spread, new LinkedHashMap<>());
    }

    /** What is held against the target stays ours. */
    Figures beside(double baseline) {
        return new Figures(unit, ours, OptionalDouble.of(baseline), figure, details);
    }

    double detail(String name) {
        return (double) details.get(name);
    }

    Figures with(String name, Object detail) {
        details.put(name, detail);
        return this;
    }
}
