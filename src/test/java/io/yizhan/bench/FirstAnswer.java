package io.yizhan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One start of the packaged service: from the process to its first answer 200 to an authenticated match. */
final class FirstAnswer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 1_000_000;

    private final BenchStores stores;
    private final String token;
    private final String item;
    private final Path log;

    private FirstAnswer(BenchStores stores, String token, String item, Path log) {
        this.stores = stores;
        this.token = token;
        this.item = item;
        this.log = log;
    }

    /** Of a person who holds what the item may reuse. */
    static FirstAnswer of(BenchStores stores, BenchData data, Path log) {
        return new FirstAnswer(stores, BenchTokens.of(data).token(0), data.item(0), log);
    }

    /**
     * A service that has answered; its caller ends it.
     *
     * @param cpu of all its threads until then: does not depend on who else used the machine
     */
    record Started(Process process, int port, Duration took, Duration cpu) {}

    /** @param java the command up to and including the jar */
    Started start(List<String> java, Map<String, String> further) {
        var port = freePort();
        var builder = new ProcessBuilder(java).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(stores.environment());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().putAll(further);
        try {
            var begun = System.nanoTime();
            var process = builder.start();
            while (!answers(port)) {
                if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    process.destroyForcibly();
                    throw new IllegalStateException("the service does not answer; see " + log);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            var took = Duration.ofNanos(System.nanoTime() - begun);
            return new Started(
                    process, port, took, process.info().totalCpuDuration().orElseThrow());
        } catch (IOException unstartable) {
            throw new UncheckedIOException(unstartable);
        }
    }

    /** As often as asked; each service is ended before the next one starts. */
    List<Started> starts(List<String> java, int times) {
        var all = new ArrayList<Started>();
        for (int i = 0; i < times; i++) {
            var started = start(java, Map.of());
            end(started);
            all.add(started);
        }
        return all;
    }

    /** Politely, because an archive is written at the end. */
    static int end(Started started) {
        try {
            started.process().destroy();
            return started.process().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private boolean answers(int port) throws IOException {
        var body = "{\"implementationCode\":\"" + item + "\"}";
        var request = """
                POST /v1/matches HTTP/1.1\r
                Host: hall.example\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Accept: application/json\r
                Content-Length: %d\r
                Connection: close\r
                \r
                %s""".formatted(token, body.length(), body);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .startsWith("HTTP/1.1 200");
        } catch (ConnectException notYet) {
            return false;
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
