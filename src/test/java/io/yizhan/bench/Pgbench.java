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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * PostgreSQL alone, driven by pgbench with the service's own submission statement: prepared, two threads, nothing vacuumed. It is the
 * ceiling of what a service can do with one case a statement on this machine.
 */
final class Pgbench {
    /** More than can be done. */
    private static final int FASTEST_PER_SECOND = 6_000;

    /** How many times as many transactions as others one client may have to do. */
    private static final int MOST_UNEVEN = 4;

    /**
     * From the start of the program, whose time limit begins there too. It connects first, for a second or so; and a connection reads
     * the catalogues and plans the statement before it is as fast as those a service has open.
     */
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    /** Of it, after the first transaction. */
    private static final Duration LEAST_AT_WORK = Duration.ofSeconds(1);

    /** As the service's own connections do. */
    private static final String PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan";

    private final Path program;
    private final BenchStores stores;
    private final BenchData data;
    private final Path folder;
    private final Path logs;

    private Pgbench(Path program, BenchStores stores, BenchData data, Path folder) {
        this.program = program;
        this.stores = stores;
        this.data = data;
        this.folder = folder;
        this.logs = folder.resolve("logs");
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
     * What pgbench did, after its connections had come to work.
     *
     * @param perSecond transactions
     * @param latencies microseconds from when a transaction was due, or else begun, to its commit
     */
    record Done(double perSecond, Histogram latencies) {}

    /** In microseconds. */
    record Transaction(long end, long latency) {
        long begin() {
            return end - latency;
        }
    }

    /**
     * The submission statement, one case a transaction, with one fresh paper and as many reused ones as the service's
     * applications have.
     *
     * @throws IllegalStateException when a transaction did not write its case, or when what is written could be lost
     */
    Done submissions(int clients, Duration time) {
        return submissions(clients, time, FASTEST_PER_SECOND / clients, List.of());
    }

    /** The same, so many a second, at random. */
    Done submissions(int clients, Duration time, double perSecond) {
        var each = (int) Math.ceil(perSecond * MOST_UNEVEN / clients);
        return submissions(clients, time, each, List.of("-R", Double.toString(perSecond)));
    }

    private Done submissions(int clients, Duration time, int mostPerSecond, List<String> more) {
        stores.refuseUnlessDurable();
        var all = time.plus(WARM_UP);
        var script = SubmissionScript.of(Instant.now(), (int) all.toSeconds() * mostPerSecond);
        try (var connection = stores.connect()) {
            script.prepare(connection, clients);
            BenchStores.writeBack();
            var before = cases();
            var scripts = new ArrayList<String>();
            reusedCounts()
                    .forEach((reused, share) ->
                            scripts.add(file("submission-" + reused, script.script(reused)) + "@" + share));
            var transactions = run(clients, all, scripts, more);
            if (cases() - before != transactions.size()) {
                throw new IllegalStateException(
                        transactions.size() + " transactions wrote " + (cases() - before) + " cases");
            }
            return done(transactions, time);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot prepare submissions", failed);
        }
    }

    static Done done(List<Transaction> transactions, Duration time) {
        var first = transactions.stream().mapToLong(Transaction::end).min().orElseThrow();
        // until then no client has stopped
        var to = transactions.stream().mapToLong(Transaction::begin).max().orElseThrow();
        var from = to - TimeUnit.NANOSECONDS.toMicros(time.toNanos());
        if (from - first < TimeUnit.NANOSECONDS.toMicros(LEAST_AT_WORK.toNanos())) {
            throw new VoidRun("pgbench has come to work too late");
        }
        var latencies = new Histogram(TimeUnit.SECONDS.toMicros(60), 3);
        transactions.stream()
                .filter(transaction -> transaction.end() >= from && transaction.end() < to)
                .forEach(transaction -> latencies.recordValue(transaction.latency()));
        return new Done(latencies.getTotalCount() * 1e9 / time.toNanos(), latencies);
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

    private List<Transaction> run(int clients, Duration time, List<String> scripts, List<String> more) {
        var database = URI.create(stores.databaseUrl());
        var user = database.getUserInfo().split(":", 2);
        var words = new ArrayList<>(List.of(program.toString(), "-M", "prepared", "-n", "-D", "n=0"));
        scripts.forEach(script -> words.addAll(List.of("-f", script)));
        words.addAll(more);
        words.addAll(List.of("-l", "--log-prefix", logs.resolve("log").toString()));
        words.addAll(List.of("-c", Integer.toString(clients), "-j", Integer.toString(Math.min(2, clients))));
        words.addAll(List.of("-T", Long.toString(time.toSeconds()), "-h", database.getHost()));
        words.addAll(List.of("-p", Integer.toString(database.getPort()), "-U", user[0], stores.database()));
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", user[1]);
        builder.environment().put("PGOPTIONS", PLANNED_ONCE);
        try {
            Files.createDirectories(logs);
            for (var log : logFiles()) {
                Files.delete(log);
            }
            var process = builder.start();
            var report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("pgbench failed: " + report);
            }
            return logged();
        } catch (IOException unstartable) {
            throw new UncheckedIOException(unstartable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** One file for each thread. */
    private List<Path> logFiles() throws IOException {
        try (var files = Files.list(logs)) {
            return files.toList();
        }
    }

    /** A line for each transaction: client, number, latency, script, end in seconds and the microseconds of it, … */
    private List<Transaction> logged() throws IOException {
        var transactions = new ArrayList<Transaction>();
        for (var log : logFiles()) {
            for (var line : Files.readAllLines(log)) {
                var words = line.split(" ");
                var end = TimeUnit.SECONDS.toMicros(Long.parseLong(words[4])) + Long.parseLong(words[5]);
                transactions.add(new Transaction(end, Long.parseLong(words[2])));
            }
        }
        return transactions;
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name + ".sql"), content);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
