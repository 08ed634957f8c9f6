package io.yizhan.platform.redis;

import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Three masters with a replica each, of the installed {@code redis-server}, on loopback. A master that is gone is replaced
 * after two seconds.
 */
public final class RealCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int NODES = 6;
    private static final int BUS_OFFSET = 10_000;

    private final Path folder;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Process> servers = new ArrayList<>();

    private RealCluster(Path folder) {
        this.folder = folder;
    }

    /** Whether the programs are there. If not, says so where everybody looks. */
    public static boolean isInstalled(String whatIsNotShown) {
        var isThere = isProgram("redis-server") && isProgram("redis-cli");
        if (!isThere) {
            System.err.printf(
                    "%n*** SKIPPED: no redis-server and redis-cli here, so nothing is shown about %s ***%n%n",
                    whatIsNotShown);
        }
        return isThere;
    }

    private static boolean isProgram(String name) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    public static RealCluster start() throws IOException {
        var cluster = new RealCluster(Files.createTempDirectory("yizhan-cluster"));
        try {
            cluster.startServers();
            cluster.join();
            return cluster;
        } catch (RuntimeException | IOException failed) {
            cluster.close();
            throw failed;
        }
    }

    private void startServers() throws IOException {
        for (int i = 0; i < NODES; i++) {
            var port = freePort();
            ports.add(port);
            servers.add(startServer(port));
        }
        for (var port : ports) {
            Awaitility.await().atMost(PATIENCE).until(() -> tell(port, "PING").equals("PONG"));
        }
    }

    private Process startServer(int port) throws IOException {
        var own = Files.createDirectories(folder.resolve(Integer.toString(port)));
        return new ProcessBuilder(
                        "redis-server",
                        "--port " + port,
                        "--bind 127.0.0.1",
                        "--dir " + own,
                        "--save ''",
                        "--appendonly no",
                        "--cluster-enabled yes",
                        "--cluster-node-timeout 2000",
                        "--cluster-config-file nodes.conf",
                        "--cluster-announce-ip 127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("log").toFile())
                .start();
    }

    /** With a free one for the bus of the cluster above it. */
    private static int freePort() throws IOException {
        var random = new Random();
        while (true) {
            var port = 20_000 + random.nextInt(20_000);
            if (isFree(port) && isFree(port + BUS_OFFSET)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private void join() {
        var command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
        ports.forEach(port -> command.add("127.0.0.1:" + port));
        command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
        run(command);
        Awaitility.await().atMost(PATIENCE).until(() -> ports.stream()
                .allMatch(port -> tell(port, "CLUSTER", "INFO").contains("cluster_state:ok")
                        && tell(port, "CLUSTER", "SLOTS").split("127.0.0.1").length == NODES + 1));
    }

    /** For {@code quarkus.redis.hosts}. */
    public String hosts() {
        return ports.stream().map(port -> "redis://127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    RedisClients clients(Vertx vertx) {
        var options = new RedisOptions().setType(RedisClientType.CLUSTER);
        ports.forEach(port -> options.addConnectionString("redis://127.0.0.1:" + port));
        var settings = new RedisSettings();
        settings.customize("test", options);
        return new RedisClients(vertx, settings, null);
    }

    List<Integer> masters() {
        return ports.stream()
                .filter(port -> isAlive(port) && tell(port, "ROLE").startsWith("master"))
                .toList();
    }

    private boolean isAlive(int port) {
        return servers.get(ports.indexOf(port)).isAlive();
    }

    /** Of whoever has the key, redirections followed. */
    String ask(String... command) {
        var port = ports.stream().filter(this::isAlive).findFirst().orElseThrow();
        var line = new ArrayList<>(List.of("redis-cli", "-c", "-p", Integer.toString(port)));
        line.addAll(List.of(command));
        return run(line);
    }

    String tell(int port, String... command) {
        var line = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(port)));
        line.addAll(List.of(command));
        return run(line);
    }

    int masterOf(String key) {
        var slot = Integer.parseInt(ask("CLUSTER", "KEYSLOT", key));
        return masters().stream()
                .filter(port -> owns(port, slot))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody has slot " + slot));
    }

    private boolean owns(int port, int slot) {
        var own = tell(port, "CLUSTER", "NODES")
                .lines()
                .filter(line -> line.contains("myself"))
                .findFirst()
                .orElseThrow();
        return List.of(own.split(" ")).stream().skip(8).anyMatch(range -> covers(range, slot));
    }

    private static boolean covers(String range, int slot) {
        if (range.startsWith("[")) {
            return false;
        }
        var ends = range.split("-");
        return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
    }

    int replicaOf(int master) {
        return ports.stream()
                .filter(this::isAlive)
                .filter(port -> {
                    var role = tell(port, "ROLE").lines().toList();
                    return role.get(0).equals("slave") && role.get(2).equals(Integer.toString(master));
                })
                .findFirst()
                .orElseThrow();
    }

    void kill(int port) {
        servers.get(ports.indexOf(port)).destroyForcibly();
    }

    /** Gives one slot with its keys from one master to another. */
    void move(int slot, int from, int to) {
        var source = tell(from, "CLUSTER", "MYID");
        var target = tell(to, "CLUSTER", "MYID");
        var number = Integer.toString(slot);
        tell(to, "CLUSTER", "SETSLOT", number, "IMPORTING", source);
        tell(from, "CLUSTER", "SETSLOT", number, "MIGRATING", target);
        tell(from, "CLUSTER", "GETKEYSINSLOT", number, "100")
                .lines()
                .filter(key -> !key.isEmpty())
                .forEach(key -> tell(from, "MIGRATE", "127.0.0.1", Integer.toString(to), key, "0", "5000"));
        tell(to, "CLUSTER", "SETSLOT", number, "NODE", target);
        tell(from, "CLUSTER", "SETSLOT", number, "NODE", target);
    }

    private static String run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("no end of " + command);
            }
            return said;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
        servers.forEach(RealCluster::awaitEnd);
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException left) {
            System.err.println("left behind: " + folder);
        }
    }

    private static void awaitEnd(Process server) {
        try {
            server.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
