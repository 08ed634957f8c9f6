package io.yizhan.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.yizhan.casework.CaseFollower;
import io.yizhan.casework.CaseStanding;
import io.yizhan.casework.Cases;
import io.yizhan.casework.QueryNumber;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.outbox.OutboxConsumer;
import io.yizhan.platform.outbox.OutboxEntry;
import io.yizhan.platform.redis.LuaScript;
import io.yizhan.platform.redis.PipelinedRedis;
import io.yizhan.platform.redis.RedisChannel;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Views by query number: memory, then Redis, then PostgreSQL through a bounded gate, one read at a time per number.
 *
 * <p>Owns in Redis {@code yz:progress:view:v1:{number}}: a string, {@code <case version> <catalogue version>\n<JSON>},
 * written after a miss and after every committed change, only ever by a newer version; lives {@code
 * yizhan.progress.index-ttl}. When it is lost, the next question reads PostgreSQL. And the channel {@code
 * yz:progress:changed}: a message is the query number of a case that has changed; a lost message costs at most {@code
 * yizhan.progress.memory} of freshness.
 *
 * <p>An instance remembers the newest version it has answered, longer than the view itself; an older copy in Redis is a
 * miss, so that a case never goes back to where it was.
 *
 * <p>That a number does not exist is remembered in memory only, as briefly as a view.
 */
@Singleton
class ProgressViews implements CaseFollower, OutboxConsumer {
    private static final String CHANGED = "yz:progress:changed";
    private static final String QUIETLY = "";

    private final PipelinedRedis redis;
    private final LuaScript publishIfNewer;
    private final RedisChannel channel;
    private final Cases cases;
    private final PublishedCatalogue catalogue;
    private final ObjectMapper json;
    private final ProgressConfig config;
    private final EntityTags tags;
    private final Waiting waiting;
    private final Counter reads;
    private final Semaphore gate;
    private final Cache<Long, Optional<Rendered>> memory;
    private final Cache<Long, Integer> newest = Caffeine.newBuilder()
            .maximumSize(200_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();
    private final ConcurrentHashMap<Long, Uni<Optional<Rendered>>> loading = new ConcurrentHashMap<>();

    ProgressViews(
            PipelinedRedis redis,
            Vertx vertx,
            Redis client,
            Cases cases,
            PublishedCatalogue catalogue,
            ObjectMapper json,
            ProgressConfig config,
            EntityTags tags,
            Waiting waiting,
            MeterRegistry metrics) {
        this.redis = redis;
        this.publishIfNewer = new LuaScript(redis, "progress/publish_if_newer.lua");
        this.channel = new RedisChannel(vertx, client, CHANGED, this::announced, this::reconnected);
        this.cases = cases;
        this.catalogue = catalogue;
        this.json = json;
        this.config = config;
        this.tags = tags;
        this.waiting = waiting;
        this.reads = Counter.builder("yizhan.progress.reads")
                .description("Progress questions that had to be read from PostgreSQL")
                .register(metrics);
        this.gate = new Semaphore(config.maxReads());
        this.memory = Caffeine.newBuilder()
                .maximumSize(config.memorySize())
                .expireAfterWrite(config.memory())
                .build();
    }

    void start(@Observes StartupEvent started) {
        channel.open();
    }

    void stop(@Observes ShutdownEvent stopping) {
        channel.close();
    }

    static String key(QueryNumber number) {
        return "yz:progress:view:v1:{" + number + "}";
    }

    /** The present view, at most {@code yizhan.progress.memory} old; empty for a number that was never given out. */
    Uni<Optional<Rendered>> of(QueryNumber number) {
        var remembered = memory.getIfPresent(number.value());
        if (remembered != null) {
            return Uni.createFrom().item(remembered);
        }
        return loading.computeIfAbsent(number.value(), value -> single(number));
    }

    private Uni<Optional<Rendered>> single(QueryNumber number) {
        return load(number)
                .map(found -> remember(number, found))
                .onTermination()
                .invoke(() -> loading.remove(number.value()))
                .memoize()
                .indefinitely();
    }

    private Uni<Optional<Rendered>> load(QueryNumber number) {
        return redis.send(Request.cmd(Command.GET).arg(key(number)))
                .map(answer -> parsed(number, answer))
                .onFailure()
                .recoverWithItem(away -> Optional.empty())
                .chain(found -> found.isPresent() ? Uni.createFrom().item(found) : read(number));
    }

    private Uni<Optional<Rendered>> read(QueryNumber number) {
        if (!gate.tryAcquire()) {
            throw Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2));
        }
        reads.increment();
        return cases.findStanding(number)
                .onTermination()
                .invoke(() -> gate.release())
                .map(found -> found.map(this::rendered))
                .call(found -> found.map(view -> keep(number, view, QUIETLY))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Right after the commit, in the request that made the change. */
    @Override
    public Uni<Void> changed(CaseStanding standing) {
        var view = remember(standing.queryNumber(), Optional.of(rendered(standing)))
                .orElseThrow();
        waiting.wake(standing.queryNumber());
        return keep(standing.queryNumber(), view, CHANGED);
    }

    @Override
    public Uni<List<Undelivered>> accept(List<OutboxEntry> entries) {
        var changes = entries.stream()
                .filter(entry -> entry.topic().startsWith("case."))
                .toList();
        return changes.isEmpty()
                ? Uni.createFrom().item(List.of())
                : cases.listStandings(cases(changes)).chain(standings -> publish(changes, byCase(standings)));
    }

    private static Set<UUID> cases(List<OutboxEntry> changes) {
        return changes.stream().map(OutboxEntry::key).collect(Collectors.toSet());
    }

    private static Map<UUID, CaseStanding> byCase(List<CaseStanding> standings) {
        return standings.stream().collect(Collectors.toMap(CaseStanding::id, standing -> standing));
    }

    private Uni<List<Undelivered>> publish(List<OutboxEntry> changes, Map<UUID, CaseStanding> standings) {
        return OutboxConsumer.each(changes, change -> Optional.ofNullable(standings.get(change.key()))
                .map(standing -> publish(standing.queryNumber(), rendered(standing), CHANGED))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private void announced(String number) {
        var changed = QueryNumber.parse(number);
        memory.invalidate(changed.value());
        waiting.wake(changed);
    }

    /** Messages may have been missed. */
    private void reconnected() {
        memory.invalidateAll();
        waiting.wakeAll();
    }

    /** The newer of what is found and what is known. */
    private Optional<Rendered> remember(QueryNumber number, Optional<Rendered> found) {
        found.ifPresent(view -> newest.asMap().merge(number.value(), view.caseVersion(), Math::max));
        return memory.asMap().merge(number.value(), found, ProgressViews::newer);
    }

    private static Optional<Rendered> newer(Optional<Rendered> known, Optional<Rendered> found) {
        var isOlder = known.isPresent() && (found.isEmpty() || known.get().isNewerThan(found.get()));
        return isOlder ? known : found;
    }

    private Uni<Void> keep(QueryNumber number, Rendered view, String announceOn) {
        return publish(number, view, announceOn).onFailure().recoverWithNull();
    }

    private Uni<Void> publish(QueryNumber number, Rendered view, String announceOn) {
        return publishIfNewer
                .execute(
                        List.of(key(number)),
                        List.of(
                                Integer.toString(view.caseVersion()),
                                Integer.toString(view.catalogueVersion()),
                                view.caseVersion() + " " + view.catalogueVersion() + "\n" + view.body(),
                                Long.toString(config.indexTtl().toSeconds()),
                                announceOn,
                                number.toString()))
                .replaceWithVoid();
    }

    private Optional<Rendered> parsed(QueryNumber number, @Nullable Response answer) {
        if (answer == null) {
            return Optional.empty();
        }
        var value = answer.toString();
        var space = value.indexOf(' ');
        var line = value.indexOf('\n');
        var caseVersion = Integer.parseInt(value, 0, space, 10);
        var catalogueVersion = Integer.parseInt(value, space + 1, line, 10);
        var isOld = caseVersion < newest.asMap().getOrDefault(number.value(), 0);
        if (isOld || catalogueVersion != catalogue.get().version().number()) {
            return Optional.empty();
        }
        var etag = tags.of(number, caseVersion, catalogueVersion);
        return Optional.of(new Rendered(caseVersion, catalogueVersion, etag, value.substring(line + 1)));
    }

    private Rendered rendered(CaseStanding standing) {
        var snapshot = catalogue.get();
        var view = ProgressView.of(
                standing, snapshot, askAgainSeconds(standing), config.memory().toSeconds());
        var catalogueVersion = snapshot.version().number();
        var etag = tags.of(standing.queryNumber(), standing.version(), catalogueVersion);
        try {
            return new Rendered(standing.version(), catalogueVersion, etag, json.writeValueAsString(view));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Spread by number, not by chance: the same entity tag must always stand for the same bytes. */
    private long askAgainSeconds(CaseStanding standing) {
        var base = config.askAgain().toSeconds() * (standing.state().isFinal() ? 20 : 1);
        var spread = Math.max(1, base / 5);
        return base - spread + Math.floorMod(standing.queryNumber().value(), 2 * spread + 1);
    }
}
