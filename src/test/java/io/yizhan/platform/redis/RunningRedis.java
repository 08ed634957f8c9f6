package io.yizhan.platform.redis;

import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import io.yizhan.platform.stores.LocalStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** An embedded Redis of one test class, and what one does to it from outside. */
final class RunningRedis implements AutoCloseable {
    private static final Path ALL = Path.of("target", "stores").toAbsolutePath();
    private static final Path BINARIES = ALL.resolve("bin");
    private static final Pattern PROCESS_ID = Pattern.compile("process_id:(\\d+)");
    private static final int TIMEOUT_MILLIS = 5_000;

    private final LocalStores stores;
    private final URI address;

    RunningRedis() throws IOException {
        stores = LocalStores.open(Files.createTempDirectory(Files.createDirectories(ALL), "run-"), BINARIES)
                .startRedis()
                .stopAtExit();
        address = URI.create(stores.settings().get("quarkus.redis.hosts"));
    }

    RedisClients clients(Vertx vertx) {
        var settings = new RedisSettings();
        settings.customize("test", new RedisOptions().setConnectionString(address.toString()));
        return new RedisClients(vertx, settings, null);
    }

    /** The bare answer, protocol marks included. */
    String ask(String... commands) {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var password = address.getUserInfo().substring(1);
            var lines = "AUTH " + password + "\r\n" + String.join("\r\n", commands) + "\r\nQUIT\r\n";
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .substring("+OK\r\n".length());
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    private String process() {
        var found = PROCESS_ID.matcher(ask("INFO server"));
        if (!found.find()) {
            throw new IllegalStateException("it has no process");
        }
        return found.group(1);
    }

    /** Alive to the network, dead to its clients. */
    Frozen freeze() {
        var process = process();
        signal("STOP", process);
        return () -> signal("CONT", process);
    }

    interface Frozen extends AutoCloseable {
        @Override
        void close();
    }

    void kill() {
        signal("KILL", process());
    }

    void startAgain() {
        stores.startRedis();
    }

    static void signal(String name, String process) {
        try {
            if (new ProcessBuilder("kill", "-" + name, process).start().waitFor() != 0) {
                throw new IllegalStateException("no process " + process);
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        stores.delete();
    }
}
