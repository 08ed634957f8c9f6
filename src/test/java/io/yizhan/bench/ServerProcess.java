package io.yizhan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server under measurement, a process of its own: the packaged service, or a {@link BareServer}. */
final class ServerProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final int port;
    private final Path log;
    private Pinning pinning;
    private @Nullable Allocations allocations;

    private ServerProcess(Process process, int port, Path log, Pinning pinning) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.pinning = pinning;
    }

    /** What {@code bench/archive} made of the packaged service, if it did. */
    static Optional<String> archive() {
        var archive = JAR.toAbsolutePath().resolveSibling("yizhan.jsa");
        return Files.exists(archive) ? Optional.of("-XX:SharedArchiveFile=" + archive) : Optional.empty();
    }

    /** The packaged service; answers when it is ready. */
    static ServerProcess service(Path folder, JvmFlags flags, Pinning pinning, Map<String, String> environment) {
        var port = freePort();
        var command = command(flags, pinning);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        var all = new HashMap<>(environment);
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var server = start(folder, port, command, all, pinning);
        server.await(() -> server.status("/q/health/ready") == 200);
        server.confine();
        return server;
    }

    static ServerProcess bare(
            Path folder,
            JvmFlags flags,
            Pinning pinning,
            BareServer.Kind kind,
            Path answer,
            Path known,
            String store,
            String statement) {
        var port = freePort();
        var command = command(flags, pinning);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareServer.class.getName()));
        command.addAll(
                List.of(kind.name(), Integer.toString(port), answer.toString(), known.toString(), store, statement));
        var server = start(folder, port, command, Map.of(), pinning);
        server.await(() -> server.said().contains(BareServer.READY));
        server.confine();
        return server;
    }

    private static List<String> command(JvmFlags flags, Pinning pinning) {
        var command = new ArrayList<>(Priority.ofServers());
        command.add(flags.java());
        command.addAll(flags.flags());
        command.addAll(pinning.serverFlags());
        return command;
    }

    private static ServerProcess start(
            Path folder, int port, List<String> command, Map<String, String> environment, Pinning pinning) {
        try {
            var log = Files.createTempFile(folder, "server", ".log");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.matches("(QUARKUS|YIZHAN|DATABASE|REDIS)_.*"));
            builder.environment().put("MALLOC_ARENA_MAX", "2"); // as in the container
            builder.environment().putAll(environment);
            var process = builder.start();
            // also when the bench is interrupted
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ServerProcess(process, port, log, pinning);
        } catch (IOException unstartable) {
            throw new UncheckedIOException(unstartable);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Processor time it has used since its start, by user and kernel. */
    Duration cpu() {
        try {
            var fields = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                    .replaceFirst(".*\\) ", "")
                    .split(" ");
            var ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            return Duration.ofNanos((long) (ticks / TICKS_PER_SECOND * 1e9));
        } catch (IOException notLinux) {
            return Duration.ZERO;
        }
    }

    /** Processor time of each of its compilers, in nanoseconds. */
    PerThread<String> compiling() {
        try (var threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            return new PerThread<>(threads.filter(ServerProcess::isCompiler)
                    .collect(Collectors.toMap(Path::toString, ServerProcess::nanosOnCore)));
        } catch (IOException notLinux) {
            return new PerThread<>(Map.of());
        }
    }

    private static boolean isCompiler(Path thread) {
        return read(thread.resolve("comm")).matches("C[12] Compiler.*\\n");
    }

    private static long nanosOnCore(Path thread) {
        var figures = read(thread.resolve("schedstat")).split(" ");
        return figures.length > 1 ? Long.parseLong(figures[0]) : 0;
    }

    /** Nothing of a thread that has ended meanwhile. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }

    /** From now on it is confined, or not. */
    void place(Pinning wanted) {
        pinning.release(process.pid());
        pinning = wanted;
        pinning.confine(process.pid());
    }

    /** Lets it use every core, until {@link #confine}. */
    void release() {
        pinning.release(process.pid());
    }

    void confine() {
        pinning.confine(process.pid());
    }

    /** What it has written, logs included. */
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Resident memory in bytes. */
    long resident() {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** What its threads have allocated since they began. */
    PerThread<Long> allocated() {
        if (allocations == null) {
            allocations = Allocations.of(process.pid());
        }
        return allocations.count();
    }

    /** A counter or gauge of the service, summed over its labels; 0 when there is none. */
    long metric(String name) {
        return answer(Requests.get("/q/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** On a connection of its own, and never in chunks. */
    Answer answer(String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var old = request.replaceFirst("HTTP/1\\.1", "HTTP/1.0");
            socket.getOutputStream().write(old.getBytes(StandardCharsets.ISO_8859_1));
            var text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Answer.of(Integer.parseInt(text.substring(9, 12)), text);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    private int status(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                System.err.println(said());
                throw new VoidRun("a server did not start, see " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
