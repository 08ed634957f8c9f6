package io.yizhan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * PostgreSQL alone, driven by pgbench with the service's own statements: prepared, two threads, nothing vacuumed. It is the
 * ceiling of what a service can do with these statements on this machine.
 */
final class Pgbench {
    private static final int SAMPLE = 1 << 16;
    private static final int FASTEST_PER_SECOND = 12_000;
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");
    private static final Pattern DONE = Pattern.compile("actually processed: (\\d+)");

    private final Path program;
    private final BenchStores stores;
    private final BenchData data;
    private final Path folder;

    private Pgbench(Path program, BenchStores stores, BenchData data, Path folder) {
        this.program = program;
        this.stores = stores;
        this.data = data;
        this.folder = folder;
    }

    /** Empty where it is not installed. */
    static Optional<Pgbench> find(BenchStores stores, BenchData data) {
        return Programs.find("pgbench").map(program -> new Pgbench(program, stores, data, scripts()));
    }

    private static Path scripts() {
        try {
            return Files.createDirectories(Path.of("target", "bench", "pgbench").toAbsolutePath());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /**
     * What pgbench said.
     *
     * @param perSecond transactions, without the time to connect
     * @param mean latency as a client saw it
     */
    record Said(double perSecond, Duration mean, long transactions) {
        static Said parse(String report) {
            return new Said(
                    Double.parseDouble(found(TPS, report)),
                    Duration.ofNanos((long) (Double.parseDouble(found(LATENCY, report)) * 1e6)),
                    Long.parseLong(found(DONE, report)));
        }

        private static String found(Pattern figure, String report) {
            var matcher = figure.matcher(report);
            if (!matcher.find()) {
                throw new IllegalStateException("pgbench did not say " + figure + " but: " + report);
            }
            return matcher.group(1);
        }
    }

    /** The progress statement on random loaded numbers: all of them, or 65,536 of more. */
    Said progress(int clients, Duration time) {
        return run(
                clients,
                time,
                List.of(file("progress", new Script(data).progress()).toString()));
    }

    /**
     * The submission statement, one case a transaction, with one fresh paper and as many reused ones as the service's
     * applications have.
     *
     * @throws IllegalStateException when a transaction did not write its case, or when what is written could be lost
     */
    Said submissions(int clients, Duration time) {
        stores.refuseUnlessDurable();
        var script = SubmissionScript.of(Instant.now(), (int) (time.toSeconds() * FASTEST_PER_SECOND / clients));
        try (var connection = stores.connect()) {
            script.prepare(connection, clients);
            BenchStores.writeBack();
            var before = cases();
            var words = new ArrayList<String>();
            reusedCounts()
                    .forEach((reused, share) ->
                            words.add(file("submission-" + reused, script.script(reused)) + "@" + share));
            var said = run(clients, time, words);
            if (cases() - before != said.transactions()) {
                throw new IllegalStateException(
                        said.transactions() + " transactions wrote " + (cases() - before) + " cases");
            }
            return said;
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot prepare submissions", failed);
        }
    }

    /** How many of a thousand applicants reuse so many materials. */
    private Map<Integer, Long> reusedCounts() {
        var counts = new TreeMap<Integer, Long>();
        for (long subject = 0; subject < Math.min(1_000, data.subjects()); subject++) {
            counts.merge(data.homeItem(subject).reusable().size(), 1L, Long::sum);
        }
        return counts;
    }

    private long cases() throws SQLException {
        try (var connection = stores.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from cases")) {
            row.next();
            return row.getLong(1);
        }
    }

    private Said run(int clients, Duration time, List<String> scripts) {
        var database = URI.create(stores.databaseUrl());
        var user = database.getUserInfo().split(":", 2);
        var words = new ArrayList<>(List.of(program.toString(), "-M", "prepared", "-n", "-D", "n=0"));
        scripts.forEach(script -> words.addAll(List.of("-f", script)));
        words.addAll(List.of("-c", Integer.toString(clients), "-j", Integer.toString(Math.min(2, clients))));
        words.addAll(List.of("-T", Long.toString(time.toSeconds()), "-h", database.getHost()));
        words.addAll(List.of("-p", Integer.toString(database.getPort()), "-U", user[0], stores.database()));
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", user[1]);
        try {
            var process = builder.start();
            var report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("pgbench failed: " + report);
            }
            return Said.parse(report);
        } catch (IOException unstartable) {
            throw new UncheckedIOException(unstartable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name + ".sql"), content);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** What pgbench reads. */
    record Script(BenchData data) {
        /** pgbench has no arrays: the sample is a tree of conditions, 16 deep, which costs it a microsecond. */
        String progress() {
            var numbers = ordinals().map(data::queryValue).toArray();
            var tree = new StringBuilder();
            choose(tree, numbers, 0, numbers.length);
            return "\\set k random(0, " + (numbers.length - 1) + ")\n\\set q " + tree + "\n"
                    + Statements.progress().replace("$1", ":q").strip() + ";\n";
        }

        private LongStream ordinals() {
            return data.cases() <= SAMPLE
                    ? LongStream.range(0, data.cases())
                    : new Random(1).longs(SAMPLE, 0, data.cases());
        }

        private static void choose(StringBuilder tree, long[] numbers, int first, int end) {
            if (end - first == 1) {
                tree.append(numbers[first]);
                return;
            }
            int middle = (first + end) >>> 1;
            tree.append("case when :k < ").append(middle).append(" then ");
            choose(tree, numbers, first, middle);
            tree.append(" else ");
            choose(tree, numbers, middle, end);
            tree.append(" end");
        }
    }
}
