package io.yizhan.bench;

import io.yizhan.bench.Options.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures the packaged service and says whether it is fast enough: {@code bench/run}, see {@code bench/README.md}. */
final class Bench {
    private static final String[] HEADINGS = {
        "scenario", "ours", "baseline", "figure (min..max)", "floor", "goal", "verdict"
    };

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        try {
            System.exit(run(Options.parse(arguments)));
        } catch (Malformed malformed) {
            System.err.println(malformed.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
        } catch (Exception broken) {
            broken.printStackTrace();
            System.exit(3); // threads of the stores would keep it alive
        }
    }

    private static int run(Options options) throws Exception {
        var all = options.isQuick() && options.only().isEmpty() ? Scenarios.quick() : Scenarios.all();
        var scenarios = all.stream()
                .filter(scenario -> options.selects(scenario.name()))
                .toList();
        if (scenarios.isEmpty()) {
            throw new Malformed("no scenario begins with " + options.only());
        }
        if (options.isList()) {
            scenarios.forEach(scenario -> System.out.printf("%-28s %s%n", scenario.name(), scenario.what()));
            return 0;
        }
        var begun = System.nanoTime();
        try (var hall = Hall.open(options)) {
            var conditions = conditions(hall);
            var results = new ArrayList<Result>();
            for (int next = 0; next < scenarios.size(); next++) {
                var scenario = scenarios.get(next);
                hall.prepare(options.isQuick() ? scenarios.subList(next, scenarios.size()) : List.of(scenario));
                var result = run(scenario, hall);
                write(result, conditions, options);
                results.add(result);
            }
            print(results);
            var seconds = (System.nanoTime() - begun) / 1_000_000_000;
            System.out.printf("%d min %d s. JSON lines: %s%n", seconds / 60, seconds % 60, options.out());
            return results.stream().anyMatch(result -> result.verdict().isFailure()) ? 1 : 0;
        }
    }

    private static Map<String, Object> conditions(Hall hall) {
        var conditions = new LinkedHashMap<>(Machine.conditions(hall.options(), hall.flags()));
        conditions.putAll(hall.stores().conditions());
        conditions.forEach((name, value) -> System.out.printf("%-30s %s%n", name, value));
        return conditions;
    }

    private static Result run(Scenario scenario, Hall hall) {
        System.out.printf("%n%s: %s%n", scenario.name(), scenario.what());
        var begun = System.nanoTime();
        var result = measured(scenario, hall);
        var seconds = (System.nanoTime() - begun) / 1_000_000_000;
        System.out.println("  " + String.join(" | ", result.cells()) + " | in " + seconds + " s");
        result.figures().ifPresent(figures -> System.out.println("  " + details(figures)));
        return result;
    }

    private static String details(Figures figures) {
        return figures.details().entrySet().stream()
                .map(detail -> detail.getKey() + " "
                        + (detail.getValue() instanceof Double number ? Result.number(number) : detail.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static Result measured(Scenario scenario, Hall hall) {
        try {
            BenchStores.writeBack();
            hall.pin(scenario.pinning());
            return Result.of(scenario, scenario.measurement().measure(hall));
        } catch (VoidRun why) {
            return Result.voided(scenario, why.getMessage());
        } catch (Exception broken) {
            broken.printStackTrace();
            return Result.voided(scenario, broken.toString());
        }
    }

    private static void write(Result result, Map<String, Object> conditions, Options options) throws IOException {
        Files.createDirectories(options.out().toAbsolutePath().getParent());
        var line = result.json(conditions).encode() + "\n";
        Files.writeString(
                options.out(), line, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
    }

    private static void print(List<Result> results) {
        var rows = new ArrayList<String[]>();
        rows.add(HEADINGS);
        results.forEach(result -> rows.add(result.cells()));
        var widths = new int[HEADINGS.length];
        for (var row : rows) {
            Arrays.setAll(widths, column -> Math.max(widths[column], row[column].length()));
        }
        System.out.println();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                line.append("| ").append(row[column]).append(" ".repeat(widths[column] - row[column].length() + 1));
            }
            System.out.println(line.append('|'));
        }
        System.out.println();
    }
}
