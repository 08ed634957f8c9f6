package io.yizhan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What all scenarios of a run share: the stores with their data, and the servers that are started once. */
final class Hall implements AutoCloseable {
    private final Options options;
    private final JvmFlags flags;
    private final BenchStores stores;
    private final Crowd crowd;
    private final Path folder;
    private final Map<String, ServerProcess> services = new LinkedHashMap<>();
    private Pinning pinning = Pinning.NONE;

    private Hall(Options options, BenchStores stores, Crowd crowd, Path folder) {
        this.options = options;
        this.flags = JvmFlags.of(options.jvmFlags());
        this.stores = stores;
        this.crowd = crowd;
        this.folder = folder;
    }

    static Hall open(Options options) {
        try {
            var folder =
                    Files.createDirectories(Path.of("target", "bench", "run").toAbsolutePath());
            var stores = BenchStores.start();
            return new Hall(options, stores, Crowd.of(BenchData.load(stores, options.cases())), folder);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    Options options() {
        return options;
    }

    JvmFlags flags() {
        return flags;
    }

    BenchStores stores() {
        return stores;
    }

    Crowd crowd() {
        return crowd;
    }

    RedisTell redis() {
        return RedisTell.of(stores);
    }

    /** Moves this JVM and the stores; servers started from now on are placed likewise. */
    void pin(Pinning wanted) {
        pinning = wanted.effective();
        pinning.apply(storeProcesses());
    }

    /** Postmaster, its children, Redis. */
    private LongStream storeProcesses() {
        return LongStream.of(postmaster(), redis().process())
                .mapToObj(ProcessHandle::of)
                .flatMap(found -> found.stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToLong(ProcessHandle::pid);
    }

    private long postmaster() {
        try {
            return Long.parseLong(Files.readAllLines(stores.folder().resolve("postgres/postmaster.pid"))
                    .get(0));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The service with these variables beside the usual ones; one per pinning and variables. */
    ServerProcess service(Map<String, String> variables) {
        return service(variables, flags);
    }

    ServerProcess service(Map<String, String> variables, JvmFlags of) {
        var all = new TreeMap<>(stores.environment());
        all.putAll(variables);
        return services.computeIfAbsent(
                pinning + new TreeMap<>(variables).toString(), key -> ServerProcess.service(folder, of, pinning, all));
    }

    ServerProcess service() {
        return service(Map.of());
    }

    Figures compare(Side ours, Side baseline) {
        return new Comparison(ours, baseline).run(options.pace());
    }

    /** The service on other data, loaded for it; its caller closes it, and then calls {@link #loadAgain}. */
    ServerProcess serviceOf(long cases) {
        var loaded = BenchData.load(stores, cases);
        assert loaded.cases() == cases;
        return ServerProcess.service(folder, flags, pinning, stores.environment());
    }

    void loadAgain() {
        BenchData.load(stores, options.cases());
    }

    /** Ends every service: the next one finds empty caches and all of the memory. */
    void endServices() {
        services.values().forEach(ServerProcess::close);
        services.clear();
    }

    /**
     * A bare server whose every 200 carries this body.
     *
     * @param known lines of key and entity tag
     */
    ServerProcess bare(BareServer.Kind kind, String body, List<String> known, String store, String statement) {
        return ServerProcess.bare(
                folder,
                flags,
                pinning,
                kind,
                file("answer", body),
                file("known", String.join("\n", known)),
                store,
                statement);
    }

    ServerProcess bareWithRedis(String body, String command) {
        return bare(BareServer.Kind.REDIS, body, List.of(), stores.redisUrl(), command);
    }

    ServerProcess bareWithPostgres(BareServer.Kind kind, String body, String sql) {
        return bare(
                kind,
                body,
                List.of(),
                stores.databaseUrl(),
                file("statement", sql).toString());
    }

    private Path file(String name, String content) {
        try {
            return Files.write(Files.createTempFile(folder, name, ".txt"), content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public void close() {
        endServices();
        stores.close();
    }
}
