package io.yizhan.bench;

import io.yizhan.identity.BenchIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What all scenarios of a run share: the stores with their data, and the servers that are started once. */
final class Hall implements AutoCloseable {
    private static final int LOG_SEGMENTS = 100;
    private static final int LOG_SEGMENTS_QUICK = 20;
    private static final Duration WARM_UP_UNTOLD = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** Few: nothing is compiled yet when the service is asked what it knows of them. */
    private static final int WARM_UP_CASES = 100;

    /** Times the rounds of others. */
    private static final int CLOSELY = 3;

    private final Options options;
    private final JvmFlags flags;
    private final BenchStores stores;
    private final Crowd crowd;
    private final Path folder;
    private final Map<Place, ServerProcess> services = new ConcurrentHashMap<>();
    private Pinning pinning = Pinning.NONE;

    private record Place(Pinning pinning, Wiring wiring) {}

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
            stores.makeLogSegments(options.isQuick() ? LOG_SEGMENTS_QUICK : LOG_SEGMENTS);
            var crowd = Crowd.of(BenchData.of(
                    options.cases(), BenchIdentity.of(stores.keys(), BenchStores.ISSUER, BenchStores.ACCESS_LIFETIME)));
            var signing = CompletableFuture.runAsync(() -> crowd.people(MatchScenarios.PEOPLE));
            var hall = new Hall(options, stores, crowd, folder);
            hall.loadAgain();
            Priority.lower(hall.storeProcesses());
            signing.join();
            return hall;
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

    /** The service that was prepared, or a new one. */
    ServerProcess service(Wiring wiring) {
        var service = services.computeIfAbsent(place(pinning, wiring), this::start);
        service.place(pinning);
        return service;
    }

    /** A quick run has one service of each wiring, which is confined or not as a scenario wants it. */
    private Place place(Pinning wanted, Wiring wiring) {
        return new Place(options.isQuick() ? Pinning.SERVER_ALONE.effective() : wanted, wiring);
    }

    ServerProcess service() {
        return service(Wiring.USUAL);
    }

    /** Starts what these scenarios need, all at once, and ends what they do not: it would go on working in the background. */
    void prepare(List<Scenario> scenarios) {
        var needed = scenarios.stream()
                .flatMap(scenario -> scenario.services().stream()
                        .map(wiring -> place(scenario.pinning().effective(), wiring)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        services.forEach((place, service) -> {
            if (!needed.contains(place)) {
                service.close();
            }
        });
        services.keySet().retainAll(needed);
        needed.removeAll(services.keySet());
        needed.parallelStream().forEach(place -> services.put(place, start(place)));
        if (options.isQuick()) {
            needed.stream()
                    .filter(place -> place.wiring() == Wiring.USUAL)
                    .forEach(place -> warmUp(services.get(place)));
        }
    }

    /**
     * Scenarios of a quick run are too short to begin with a service that has only just started. While it is told nothing, it
     * reads anew all the time what it will hold in memory.
     */
    private void warmUp(ServerProcess service) {
        var begun = System.nanoTime();
        try (var match = HttpSide.of(service, Match.of(crowd, crowd.people(MatchScenarios.PEOPLE)));
                var progress = ProgressScenarios.notModified(this, service, WARM_UP_CASES)) {
            try (var untold = Untold.of(this, service)) {
                WarmUp.together(service, WARM_UP_UNTOLD, List.of(match, progress));
            }
            WarmUp.together(service, WARM_UP, List.of(match, progress));
        }
        System.out.printf("  warmed up in %.1f s%n", (System.nanoTime() - begun) / 1e9);
    }

    /** An archive makes a start shorter, and nothing after it; but its pages count as memory. */
    private JvmFlags startFlags() {
        return options.isQuick()
                ? flags.and(ServerProcess.archive().map(List::of).orElse(List.of()))
                : flags;
    }

    private ServerProcess start(Place place) {
        var begun = System.nanoTime();
        var all = new TreeMap<>(stores.environment());
        all.putAll(place.wiring().variables());
        var service = ServerProcess.service(folder, place.wiring().flags(startFlags()), place.pinning(), all);
        System.out.printf(
                "service %s, pinning %s: started in %.1f s%n",
                place.wiring(), place.pinning(), (System.nanoTime() - begun) / 1e9);
        return service;
    }

    Figures compare(Side ours, Side baseline) {
        return new Comparison(ours, baseline).run(options.pace().finer());
    }

    /** In more rounds, where the floor is nearer to 1 than rounds are to each other. */
    Figures compareClosely(Side ours, Side baseline) {
        return new Comparison(ours, baseline).run(options.pace().finer().longer(CLOSELY));
    }

    /** Of sides that ask each question once, of caches that are emptied before each turn. */
    Figures compareOnce(HttpSide ours, HttpSide baseline) {
        return new Comparison(ours, baseline).run(options.pace());
    }

    /** The service on other data, loaded for it; its caller closes it, and then calls {@link #loadAgain}. */
    ServerProcess serviceOf(long cases) {
        var placed = pinning;
        pin(Pinning.NONE); // loading many takes minutes, and every core
        BenchData.load(stores, cases);
        pin(placed);
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
     * @param flagsOf the service it is compared with
     * @param known lines of key and entity tag
     */
    ServerProcess bare(
            Wiring flagsOf, BareServer.Kind kind, String body, List<String> known, String store, String statement) {
        return ServerProcess.bare(
                folder,
                flagsOf.flags(flags),
                pinning,
                kind,
                file("answer", body),
                file("known", String.join("\n", known)),
                store,
                statement);
    }

    ServerProcess bareWithRedis(String body, String command) {
        return bare(Wiring.USUAL, BareServer.Kind.REDIS, body, List.of(), stores.redisUrl(), command);
    }

    ServerProcess bareWithPostgres(BareServer.Kind kind, String body, String sql) {
        return bare(
                Wiring.USUAL,
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
