package io.yizhan.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Brings {@link BenchData} into a database of its own: the real schema by Flyway, its keys and indexes taken off, rows by
 * COPY in two streams, then keys and indexes made again exactly as the schema defines them. That the data obeys every
 * constraint is proved by PostgreSQL itself, which checks all of them when they are put back, and by {@link
 * BenchConsistency}.
 */
final class BenchLoad {
    /** Raised whenever other rows come out of the same number of cases. */
    private static final int GENERATION = 1;

    private static final int STREAMS = 2;
    static final long LARGEST_COPIED = 1_000_000;
    private static final String COPY = "bench";

    private static final List<String> TABLES = List.of(
            "subject",
            "mandate",
            "blob",
            "material",
            "material_library",
            "cases",
            "case_material",
            "case_event",
            "case_counter",
            "case_number",
            "audit_entry",
            "idempotency");

    private static final String KEYS = """
            select format('alter table %s drop constraint %I', conrelid::regclass, conname),
                   format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint
            where contype = any(?) and (conrelid = any(?::regclass[]) or confrelid = any(?::regclass[]))
            order by conname
            """;

    private static final String INDEXES = """
            select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
            from pg_index where indrelid = any(?::regclass[])
              and not exists (select 1 from pg_constraint where conindid = indexrelid)
            order by indexrelid::regclass::text
            """;

    private final BenchStores stores;
    private final BenchData data;
    private final String database;

    private BenchLoad(BenchStores stores, BenchData data) {
        this.stores = stores;
        this.data = data;
        this.database = "bench_" + data.cases();
    }

    static BenchLoad of(BenchStores stores, BenchData data) {
        return new BenchLoad(stores, data);
    }

    void ensure() {
        try (var server = stores.connect("postgres")) {
            var mark = mark();
            if (!mark.equals(markOf(server))) {
                create(server);
                load();
                execute(server, "comment on database " + database + " is '" + mark + "'");
            }
            if (data.cases() > LARGEST_COPIED) {
                stores.use(database);
            } else {
                execute(server, "drop database if exists " + COPY + " with (force)");
                execute(server, "create database " + COPY + " template " + database + " strategy file_copy");
                stores.use(COPY);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot load " + database, failed);
        }
        stores.emptyRedis();
    }

    /** Says which schema and which generator the rows are from. */
    private String mark() {
        var checksum = Arrays.stream(flyway("postgres").info().all())
                .map(MigrationInfo::getChecksum)
                .toList()
                .hashCode();
        return "generation " + GENERATION + ", schema " + Integer.toHexString(checksum);
    }

    private String markOf(Connection server) throws SQLException {
        try (var query = server.prepareStatement(
                "select shobj_description(oid, 'pg_database') from pg_database where datname = ?")) {
            query.setString(1, database);
            var row = query.executeQuery();
            return row.next() && row.getString(1) != null ? row.getString(1) : "";
        }
    }

    private void create(Connection server) throws SQLException {
        execute(server, "drop database if exists " + database + " with (force)");
        execute(server, "create database " + database);
        flyway(database).migrate();
    }

    private Flyway flyway(String name) {
        java.util.logging.Logger.getLogger("org.flywaydb").setLevel(java.util.logging.Level.WARNING);
        var settings = stores.settings();
        return Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://127.0.0.1:" + stores.postgresPort() + "/" + name,
                        settings.get("quarkus.datasource.username"),
                        settings.get("quarkus.datasource.password"))
                .load();
    }

    private void load() throws SQLException {
        var bar = ProgressBar.of("loading " + String.format(Locale.ROOT, "%,d", data.cases()) + " cases");
        var tables = new BenchTables(data, bar::advance);
        bar.expect(tables.rows());
        tables.prepare();
        try (var connection = stores.connect(database)) {
            var foreign = definitions(connection, KEYS, "f");
            var keys = definitions(connection, KEYS, "p", "u");
            var indexes = definitions(connection, INDEXES);
            for (var definition : concat(foreign, keys, indexes)) {
                execute(connection, definition.drop());
            }
            inStreams(tables.jobs());
            bar.phase("indexes");
            inStreams(apart(concat(keys, indexes)));
            inStreams(foreign.stream().map(BenchLoad::adding).toList());
            bar.phase("vacuum");
            inStreams(TABLES.stream().map(BenchLoad::vacuuming).toList());
            execute(connection, "checkpoint");
            bar.phase("check");
            BenchConsistency.of(data).require(connection);
        }
        bar.end();
    }

    private record Definition(String drop, String add) {}

    private static List<Definition> definitions(Connection connection, String sql, String... types)
            throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            var tables = connection.createArrayOf("text", TABLES.toArray());
            int position = 1;
            if (types.length > 0) {
                query.setArray(position++, connection.createArrayOf("\"char\"", types));
                query.setArray(position++, tables);
            }
            query.setArray(position, tables);
            var row = query.executeQuery();
            var definitions = new ArrayList<Definition>();
            while (row.next()) {
                definitions.add(new Definition(row.getString(1), row.getString(2)));
            }
            return definitions;
        }
    }

    @SafeVarargs
    private static List<Definition> concat(List<Definition>... lists) {
        return Arrays.stream(lists).flatMap(List::stream).toList();
    }

    /** Neighbours in alphabet are of one table and would wait for each other: the second half is dealt between them. */
    private static List<BenchTables.Job> apart(List<Definition> definitions) {
        var jobs = new ArrayList<BenchTables.Job>();
        int half = (definitions.size() + 1) / 2;
        for (int i = 0; i < half; i++) {
            jobs.add(adding(definitions.get(i)));
            if (half + i < definitions.size()) {
                jobs.add(adding(definitions.get(half + i)));
            }
        }
        return jobs;
    }

    private static BenchTables.Job adding(Definition definition) {
        return connection -> {
            execute(connection, "set maintenance_work_mem = '512MB'");
            execute(connection, definition.add());
        };
    }

    private static BenchTables.Job vacuuming(String table) {
        return connection -> execute(connection, "vacuum (freeze, analyze) " + table);
    }

    private void inStreams(List<BenchTables.Job> jobs) throws SQLException {
        var queue = new ConcurrentLinkedQueue<>(jobs);
        var threads = Executors.newFixedThreadPool(STREAMS);
        try {
            var running = new ArrayList<Future<Void>>();
            for (int i = 0; i < STREAMS; i++) {
                running.add(threads.submit(stream(queue)));
            }
            for (var one : running) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new SQLException("a stream of the load failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("the load was interrupted", interrupted);
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> stream(ConcurrentLinkedQueue<BenchTables.Job> queue) {
        return () -> {
            try (var connection = stores.connect(database)) {
                for (var job = queue.poll(); job != null; job = queue.poll()) {
                    job.run(connection);
                }
            }
            return null;
        };
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How far a load is, on standard error: one line that moves on a terminal, a line for each tenth elsewhere. */
    private static final class ProgressBar {
        private static final int WIDTH = 30;

        private final String what;
        private final long begun = System.nanoTime();
        private final AtomicLong done = new AtomicLong();
        private long expected = 1;
        private long lastShare = -1;

        private ProgressBar(String what) {
            this.what = what;
        }

        static ProgressBar of(String what) {
            return new ProgressBar(what);
        }

        void expect(long rows) {
            expected = rows;
        }

        void advance(long rows) {
            show(Math.min(99, done.addAndGet(rows) * 100 / expected));
        }

        private synchronized void show(long share) {
            var step = System.console() == null ? share / 10 * 10 : share;
            if (step <= lastShare) {
                return;
            }
            lastShare = step;
            var full = (int) (step * WIDTH / 100);
            say("%s [%s%s] %d %%".formatted(what, "#".repeat(full), ".".repeat(WIDTH - full), step));
        }

        synchronized void phase(String name) {
            say("%s: %s (%.1f s)".formatted(what, name, seconds()));
        }

        synchronized void end() {
            say("%s: done in %.1f s".formatted(what, seconds()));
            if (System.console() != null) {
                System.err.println();
            }
        }

        private double seconds() {
            return (System.nanoTime() - begun) / 1e9;
        }

        private void say(String line) {
            System.err.print(System.console() == null ? line + "\n" : "\r" + line + " ".repeat(20) + "\r" + line);
        }
    }
}
