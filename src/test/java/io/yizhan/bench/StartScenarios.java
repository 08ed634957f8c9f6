package io.yizhan.bench;

import java.nio.file.Path;
import java.util.List;

/** From the process to the first 200 of an authenticated match, with the stores running and the catalogue published. */
final class StartScenarios {
    private static final int STARTS = 5;

    static final List<Scenario> ALL = List.of(
            new Scenario(
                    "start-plain",
                    "start to the first answered match, this JDK as installed",
                    Target.NONE,
                    false,
                    Pinning.NONE,
                    List.of(),
                    hall -> measure(hall, javaOfThisRun(), false)),
            new Scenario(
                    "start-appcds",
                    "the same on JDK 17 with the archive of bench/archive",
                    Target.atMost(1800, 1200),
                    false,
                    Pinning.NONE,
                    List.of(),
                    hall -> measure(hall, jdk(17), true)),
            new Scenario(
                    "start-aot",
                    "the same on JDK 25 with an AOT cache",
                    Target.atMost(900, 600),
                    false,
                    Pinning.NONE,
                    List.of(),
                    hall -> measure(hall, jdk(25), true)));

    private StartScenarios() {}

    private static Path javaOfThisRun() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static Path jdk(int version) {
        return Runtime.version().feature() == version
                ? javaOfThisRun()
                : Programs.findJdk(version)
                        .orElseThrow(
                                () -> new VoidRun("no JDK " + version + " is installed (JAVA" + version + "_HOME)"));
    }

    private static Figures measure(Hall hall, Path java, boolean isFast) {
        hall.endServices();
        var start = FastStart.of(java, FastStart.jar());
        if (isFast) {
            start.train(hall.stores(), hall.crowd().data());
        }
        var first = FirstAnswer.of(hall.stores(), hall.crowd().data(), Path.of("target", "bench", "run", "start.log"));
        var command = isFast ? start.fast() : start.plain();
        var starts = first.starts(command, STARTS + 1);
        // the first start after a load publishes the catalogue
        var counted = starts.subList(1, starts.size());
        return Figures.absolute(
                        "ms",
                        counted.stream()
                                .mapToDouble(one -> one.took().toMillis())
                                .toArray())
                .with(
                        "cpuMillis",
                        counted.stream()
                                .mapToDouble(one -> one.cpu().toMillis())
                                .average()
                                .orElseThrow())
                .with("java", java.toString());
    }
}
