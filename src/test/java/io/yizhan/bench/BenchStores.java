package io.yizhan.bench;

import io.yizhan.platform.stores.LocalKeys;
import io.yizhan.platform.stores.LocalStores;
import io.yizhan.platform.stores.TunedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The stores of the bench: a durable PostgreSQL with memory of its own and a Redis, on loopback, under {@code
 * target/bench/stores}. Data and keys stay between runs, the servers end with the JVM. Redis is the one that is installed,
 * if there is one, because the embedded one is three years older.
 */
public final class BenchStores implements AutoCloseable {
    /** Tokens signed for one run are still good in the next. */
    static final Duration ACCESS_LIFETIME = Duration.ofDays(30);

    static final String ISSUER = "https://hall.example";

    private static final Path FOLDER = Path.of("target", "bench", "stores");
    private static final Path BINARIES = Path.of("target", "stores", "bin");

    /** Connections for pgbench with as many clients as the service has; the rest as on a server of its own. */
    private static final List<String> SETTINGS = List.of(
            "max_connections=400",
            "shared_buffers=1GB",
            "effective_cache_size=4GB",
            "max_wal_size=8GB",
            "min_wal_size=4GB",
            "checkpoint_timeout=15min");

    private static final List<String> CONDITIONS = List.of(
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "wal_level",
            "shared_buffers",
            "max_wal_size",
            "min_wal_size",
            "max_connections");

    private final LocalStores local;
    private final Map<String, String> keys;
    private final URI redis;
    private String database = "yizhan";

    private BenchStores(LocalStores local, Map<String, String> keys, URI redis) {
        this.local = local;
        this.keys = keys;
        this.redis = redis;
    }

    /** Starts both servers, or takes over what a killed run has left behind. */
    public static BenchStores start() {
        return start(FOLDER);
    }

    static BenchStores start(Path folder) {
        var local = TunedPostgres.start(
                folder.toAbsolutePath().normalize(), BINARIES.toAbsolutePath().normalize(), SETTINGS);
        var keys = keys(local.folder());
        var redis = InstalledRedis.find()
                .map(server -> server.start(local.folder()))
                .orElseGet(() -> URI.create(local.startRedis().settings().get("quarkus.redis.hosts")));
        local.stopAtExit();
        return new BenchStores(local, keys, redis);
    }

    /**
     * A server that has run for a while writes over old segments of its log; a new one makes each, and commits wait for it.
     *
     * @param count of 16 MiB each
     */
    void makeLogSegments(int count) {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            if (logSegments(statement) < count) {
                System.out.printf("making %d segments of PostgreSQL's log%n", count);
            }
            while (logSegments(statement) < count) {
                statement.execute("select pg_logical_emit_message(false, 'bench', 'next segment'), pg_switch_wal()");
            }
            statement.execute("checkpoint");
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /**
     * After much has been written at once: what PostgreSQL would tidy up beside the measurement, because a tenth or a fifth of a table is
     * new, which takes a hall months.
     */
    void settle() {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("vacuum (analyze)");
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
        writeBack();
    }

    /**
     * What has been prepared goes to the disk now. By itself the kernel writes it within the next half minute, at once, and each
     * commit of that moment waits behind it.
     */
    static void writeBack() {
        Programs.find("sync").ifPresent(BenchStores::run);
    }

    private static void run(Path program) {
        try {
            new ProcessBuilder(program.toString()).inheritIO().start().waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int logSegments(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("select count(*) from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** What names rows is the same in every folder, so that the same person has the same id; what signs is made once. */
    private static Map<String, String> keys(Path folder) {
        var file = folder.resolve("keys.properties");
        try {
            if (!Files.exists(file)) {
                var lines = new StringBuilder();
                for (var name : List.of("yizhan.identity.encryption-keys", "yizhan.identity.hash-keys")) {
                    lines.append(name).append("=1:").append(fixedKey(name)).append('\n');
                }
                for (var name : List.of("yizhan.token.pairwise-key", "yizhan.progress.etag-key")) {
                    lines.append(name).append('=').append(fixedKey(name)).append('\n');
                }
                Files.writeString(file, lines.toString());
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return LocalKeys.in(folder);
    }

    static String fixedKey(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(("bench " + name).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    Map<String, String> settings() {
        return local.settings();
    }

    /** The data of all servers, keys included. */
    Path folder() {
        return local.folder();
    }

    /** By property name. */
    Map<String, String> keys() {
        return keys;
    }

    /**
     * Everything the packaged service needs, in its production profile and without demo data; the caller adds the port.
     * What differs from production is what a load test must: tokens outlive a run, one-time codes are shown, clients may ask
     * as fast as they can, and a connection that is not needed for a while stays.
     */
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("QUARKUS_PROFILE", "prod");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_IDLE_TIMEOUT", "30M");
        environment.put("QUARKUS_SHUTDOWN_DELAY", "0S");
        environment.put("QUARKUS_SHUTDOWN_TIMEOUT", "2S");
        environment.put("DATABASE_URL", databaseUrl());
        environment.put("REDIS_URL", redisUrl());
        environment.put("YIZHAN_DATA", local.folder().toString());
        environment.put("YIZHAN_TOKEN_ISSUER", ISSUER);
        environment.put("YIZHAN_TOKEN_ACCESS_LIFETIME", ACCESS_LIFETIME.toString());
        environment.put("YIZHAN_IDENTITY_DEMO_REGION", "true");
        environment.put("YIZHAN_IDENTITY_CODE_DEMO", "true");
        environment.put("YIZHAN_IDENTITY_CODE_INTERVAL", "0S");
        environment.put("YIZHAN_PROGRESS_QUESTIONS_BURST", "1000000");
        environment.put("YIZHAN_PROGRESS_QUESTIONS_PER_SECOND", "1000000");
        keys.forEach((property, value) -> environment.put(variable(property), value));
        return environment;
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** {@code postgresql://user:password@host:port/name} of the database in use. */
    public String databaseUrl() {
        var settings = local.settings();
        return "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(
                        settings.get("quarkus.datasource.username"),
                        settings.get("quarkus.datasource.password"),
                        postgresPort(),
                        database);
    }

    public int postgresPort() {
        return URI.create(
                        local.settings().get("quarkus.datasource.reactive.url").substring("postgresql:".length()))
                .getPort();
    }

    public String redisUrl() {
        return redis.toString();
    }

    /** The database the service, pgbench and {@link #connect()} work on; {@link BenchData#load} chooses it. */
    public String database() {
        return database;
    }

    void use(String name) {
        database = name;
    }

    public Connection connect() {
        return connect(database);
    }

    Connection connect(String name) {
        var settings = local.settings();
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {postgresPort()});
        source.setDatabaseName(name);
        source.setUser(settings.get("quarkus.datasource.username"));
        source.setPassword(settings.get("quarkus.datasource.password"));
        try {
            return source.getConnection();
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the database " + name + " does not answer", unreachable);
        }
    }

    /** What a figure depends on, for the table: versions, durability, memory. */
    public Map<String, String> conditions() {
        var conditions = new LinkedHashMap<String, String>();
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            for (var name : CONDITIONS) {
                try (var row = statement.executeQuery("show " + name)) {
                    row.next();
                    conditions.put("postgres." + name, row.getString(1));
                }
            }
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        conditions.put("redis.version", redisVersion());
        return conditions;
    }

    /** @throws IllegalStateException when what is acknowledged could be lost: no write may be measured then */
    public void refuseUnlessDurable() {
        var conditions = conditions();
        for (var name : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if (!"on".equals(conditions.get("postgres." + name))) {
                throw new IllegalStateException(name + " is off: nothing that is written may be measured");
            }
        }
    }

    private String redisVersion() {
        return ask("INFO server")
                .lines()
                .filter(line -> line.startsWith("redis_version:"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1))
                .orElse("unknown");
    }

    /** Empties Redis: after a load what it holds is of other data. */
    public void emptyRedis() {
        if (!ask("FLUSHALL").startsWith("+OK")) {
            throw new IllegalStateException("Redis does not empty itself");
        }
    }

    /** The bare answer to one inline command. */
    private String ask(String command) {
        return ask(redis, command);
    }

    static String ask(URI redis, String command) {
        try (var socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.setSoTimeout(10_000);
            var password = redis.getUserInfo().substring(1);
            var lines = "AUTH " + password + "\r\n" + command + "\r\nQUIT\r\n";
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .substring("+OK\r\n".length());
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    @Override
    public void close() {
        local.close();
    }

    /** The {@code redis-server} on the path, as a child that ends with this JVM. */
    private record InstalledRedis(Path program) {
        static java.util.Optional<InstalledRedis> find() {
            return Programs.find("redis-server").map(InstalledRedis::new);
        }

        URI start(Path folder) {
            var port = freePort();
            var password = fixedKey("redis").replaceAll("[^A-Za-z0-9]", "");
            var words = new ArrayList<>(List.of(program.toString(), "--bind", "127.0.0.1", "--port"));
            words.addAll(
                    List.of(Integer.toString(port), "--requirepass", password, "--save", "", "--appendonly", "no"));
            words.addAll(List.of("--maxmemory", "2gb", "--maxmemory-policy", "allkeys-lfu"));
            try {
                var server = new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("redis.log").toFile())
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(server::destroy, "bench-redis-stop"));
                var address = URI.create("redis://:" + password + "@127.0.0.1:" + port);
                await(server, address);
                return address;
            } catch (IOException unstartable) {
                throw new UncheckedIOException(unstartable);
            }
        }

        private static void await(Process server, URI address) {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!answers(address)) {
                if (!server.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("the installed redis-server does not answer");
                }
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }

        private static boolean answers(URI address) {
            try {
                return ask(address, "PING").startsWith("+PONG");
            } catch (UncheckedIOException notYet) {
                return false;
            }
        }

        private static int freePort() {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
        }
    }
}
