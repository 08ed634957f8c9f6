package io.yizhan.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the command line asks for. */
record Options(
        boolean isQuick,
        boolean isList,
        Set<String> only,
        int rounds,
        Duration measurement,
        Duration warmUp,
        int cases,
        int largest,
        List<String> jvmFlags,
        Path out) {

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    static final String USAGE = """
            bench/run [--quick] [--only scenario,...] [--rounds n] [--seconds s] [--warm-up s] [--cases n]
                      [--largest n] [--jvm "flags"] [--out file] [--list]

            --quick     what two minutes can decide, or what --only names; 10,000 cases
            --only      these scenarios, or all whose name begins so; --list names them
            --rounds    each is ours, baseline, baseline, ours; 5, quick 3
            --seconds   of one measurement; 3, quick 0.4
            --warm-up   seconds before the rounds, for each side; 10, quick 2
            --cases     in the database; 1,000,000, quick 10,000
            --largest   cases of the large hall where growth is measured; 10,000,000, takes 8 minutes and 15 GB once
            --jvm       flags of every server, ours and the baselines'
            --out       JSON lines; target/bench/<time>.jsonl
            """;

    static final class Malformed extends RuntimeException {
        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    private static final Set<String> FLAGS = Set.of("--quick", "--list");
    private static final Set<String> VALUES =
            Set.of("--only", "--rounds", "--seconds", "--warm-up", "--cases", "--largest", "--jvm", "--out");

    static Options parse(String... arguments) {
        var given = given(arguments);
        var isQuick = given.containsKey("--quick");
        return new Options(
                isQuick,
                given.containsKey("--list"),
                given.containsKey("--only") ? Set.of(given.get("--only").split(",")) : Set.of(),
                Integer.parseInt(given.getOrDefault("--rounds", isQuick ? "3" : "5")),
                seconds(given.getOrDefault("--seconds", isQuick ? "0.4" : "3")),
                seconds(given.getOrDefault("--warm-up", isQuick ? "2" : "10")),
                Integer.parseInt(given.getOrDefault("--cases", isQuick ? "10000" : "1000000")),
                Integer.parseInt(given.getOrDefault("--largest", "10000000")),
                given.containsKey("--jvm") ? List.of(given.get("--jvm").split(" ")) : JvmFlags.DEFAULT,
                Path.of(given.getOrDefault(
                        "--out", "target/bench/" + LocalDateTime.now().format(SECOND) + ".jsonl")));
    }

    private static Map<String, String> given(String... arguments) {
        var words = new ArrayDeque<>(List.of(arguments));
        var given = new HashMap<String, String>();
        while (!words.isEmpty()) {
            var word = words.pop();
            if (FLAGS.contains(word)) {
                given.put(word, "");
            } else if (VALUES.contains(word) && !words.isEmpty()) {
                given.put(word, words.pop());
            } else {
                throw new Malformed(VALUES.contains(word) ? word + " needs a value" : "unknown: " + word);
            }
        }
        return given;
    }

    private static Duration seconds(String value) {
        return Duration.ofMillis((long) (Double.parseDouble(value) * 1000));
    }

    boolean selects(String scenario) {
        return only.isEmpty() || only.stream().anyMatch(scenario::startsWith);
    }

    Comparison.Pace pace() {
        return new Comparison.Pace(rounds, measurement, warmUp);
    }
}
