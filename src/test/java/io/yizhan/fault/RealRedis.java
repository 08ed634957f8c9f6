package io.yizhan.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.platform.stores.LocalStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/** The Redis of this test run from outside the application: it can be asked, emptied, frozen, killed and started. */
final class RealRedis {
    private static final Pattern PROCESS_ID = Pattern.compile("process_id:(\\d+)");
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Path BINARIES = Path.of("target", "stores", "bin");

    private final URI address = URI.create(setting("quarkus.redis.hosts"));
    private final Path folder = Path.of(setting("yizhan.data"));

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    long process() {
        var found = PROCESS_ID.matcher(ask("INFO server"));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
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

    /** The one value of a simple answer. */
    String value(String command) {
        var lines = List.of(ask(command).split("\r\n"));
        return lines.get(0).startsWith("$") ? lines.get(1) : lines.get(0).substring(1);
    }

    void empty() {
        assertThat(ask("FLUSHALL")).startsWith("+OK");
    }

    /** Alive to the network, dead to its clients, until it is thawed. */
    Frozen freeze() {
        var process = process();
        Signal.STOP.send(process);
        return () -> Signal.CONT.send(process);
    }

    interface Frozen extends AutoCloseable {
        void thaw();

        @Override
        default void close() {
            thaw();
        }
    }

    void kill() {
        Signal.KILL.send(process());
    }

    /** On the port it had, with nothing in it. */
    void startAgain() {
        assertThat(LocalStores.open(folder, BINARIES).startRedis()).isNotNull();
    }
}
