package io.yizhan.platform.stores;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A data folder of its own for one test, the processes that use it, and what their stores hold. */
final class StoreFolder implements AutoCloseable {
    static final Path BINARIES = Path.of("target", "stores", "bin").toAbsolutePath();

    private final Path path;
    private final List<Process> owners = new ArrayList<>();

    private StoreFolder(Path path) {
        this.path = path;
    }

    static StoreFolder create() {
        try {
            var all = Files.createDirectories(BINARIES.getParent());
            return new StoreFolder(Files.createTempDirectory(all, "run-"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    Path path() {
        return path;
    }

    LocalStores open() {
        return LocalStores.open(path, BINARIES);
    }

    LocalStores start() {
        return open().startPostgres().startRedis().stopAtExit();
    }

    /** Starts another JVM that owns the folder; the first thing it says is the answer. */
    String startOwner() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var owner = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnsStores.class.getName(),
                        path.toString(),
                        BINARIES.toString())
                .redirectErrorStream(true)
                .start();
        owners.add(owner);
        var said = new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8));
        var line = said.readLine();
        while (line != null && line.startsWith("yizhan:")) {
            line = said.readLine();
        }
        return line;
    }

    void killOwner() throws InterruptedException {
        owner().destroyForcibly().waitFor();
    }

    void endOwner() throws InterruptedException {
        owner().destroy();
        owner().waitFor();
    }

    private Process owner() {
        return owners.get(owners.size() - 1);
    }

    long postgresProcess() {
        return PostmasterFile.of(path.resolve(PostgresServer.NAME))
                .orElseThrow()
                .pid();
    }

    boolean hasRunningPostgres() {
        return PostmasterFile.of(path.resolve(PostgresServer.NAME))
                .filter(PostmasterFile::isReady)
                .isPresent();
    }

    String query(String sql) throws SQLException {
        var notes = StoreNotes.in(path);
        var url = "jdbc:postgresql://127.0.0.1:" + notes.port(PostgresServer.NAME) + "/" + PostgresServer.DATABASE;
        try (var connection =
                        DriverManager.getConnection(url, PostgresServer.USER, notes.password(PostgresServer.NAME));
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            var rows = statement.getResultSet();
            return rows.next() ? rows.getString(1) : "";
        }
    }

    String redis(String command) throws IOException {
        var notes = StoreNotes.in(path);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), notes.port(RedisServer.NAME))) {
            var commands = "AUTH " + notes.password(RedisServer.NAME) + "\r\n" + command + "\r\nQUIT\r\n";
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Map<String, String> keys() {
        return LocalKeys.in(path);
    }

    @Override
    public void close() throws InterruptedException {
        for (var owner : owners) {
            owner.destroyForcibly().waitFor();
        }
        LocalStores.discard(path, BINARIES);
    }
}
