package io.yizhan.progress;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.yizhan.casework.CaseFollower;
import io.yizhan.casework.CaseStanding;
import io.yizhan.casework.Cases;
import io.yizhan.casework.QueryNumber;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.EntityTag;
import io.yizhan.platform.outbox.OutboxConsumer;
import io.yizhan.platform.outbox.OutboxEntry;
import io.yizhan.platform.redis.LuaScript;
import io.yizhan.platform.redis.NearCache;
import io.yizhan.platform.redis.NearCaches;
import io.yizhan.platform.redis.NearKeys;
import io.yizhan.platform.redis.NearListener;
import io.yizhan.platform.redis.PipelinedRedis;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Views by query number: memory, then Redis, then PostgreSQL through a bounded gate, one read at a time per number.
 *
 * <p>Owns in Redis {@code yz:progress:view:v2:{number}}: a string, {@code <case version> <catalogue version> <entity
 * tag>\n<JSON>}, written after a miss and after every committed change, only ever by a newer version; lives {@code
 * yizhan.progress.index-ttl}. When it is lost, the next question reads PostgreSQL.
 *
 * <p>What was read is held in this process until Redis tells of a change ({@link NearCache}); the same telling wakes
 * whoever waits for the case. While Redis tells nothing, a view is answered from memory for {@code yizhan.progress.memory}.
 *
 * <p>An instance remembers the newest version it has answered, longer than the view itself; an older copy in Redis is a
 * miss, so that a case never goes back to where it was.
 *
 * <p>That a number does not exist is held in memory only.
 */
@Singleton
class ProgressViews implements CaseFollower, OutboxConsumer {
    private static final String PREFIX = "yz:progress:view:v2:";

    /** The line before the JSON is never longer. */
    private static final int LONGEST_HEADER = 80;

    private final PipelinedRedis redis;
    private final LuaScript publishIfNewer;
    private final Cases cases;
    private final PublishedCatalogue catalogue;
    private final ViewWriter writer;
    private final ProgressConfig config;
    private final EntityTags tags;
    private final Waiting waiting;
    private final Counter reads;
    private final Semaphore gate;
    private final NearKeys<Long, Optional<Rendered>> keys;
    private final NearCache<Long, Optional<Rendered>> near;
    private final Cache<Long, Integer> newest = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(200_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    ProgressViews(
            PipelinedRedis redis,
            NearCaches nearCaches,
            Cases cases,
            PublishedCatalogue catalogue,
            ObjectMapper json,
            ProgressConfig config,
            EntityTags tags,
            Waiting waiting,
            MeterRegistry metrics) {
        this.redis = redis;
        this.publishIfNewer = new LuaScript(redis, "progress/publish_if_newer.lua");
        this.cases = cases;
        this.catalogue = catalogue;
        this.writer = new ViewWriter(json, config.memory().toSeconds());
        this.config = config;
        this.tags = tags;
        this.waiting = waiting;
        this.reads = Counter.builder("yizhan.progress.reads")
                .description("Progress questions that had to be read from PostgreSQL")
                .register(metrics);
        this.gate = new Semaphore(config.maxReads());
        this.keys = new NearKeys<>(
                "progress",
                PREFIX,
                tag -> QueryNumber.parse(tag).value(),
                view -> view.map(Rendered::bytes).orElse(0),
                config.memory());
        this.near = nearCaches.cache(keys, new Waker());
    }

    private final class Waker implements NearListener<Long> {
        @Override
        public void changed(Long number) {
            waiting.wake(new QueryNumber(number));
        }

        @Override
        public void flushed() {
            waiting.wakeInTurn();
        }
    }

    /** The present view if it is held here; no store is asked. */
    @Nullable Rendered find(QueryNumber number) {
        var held = near.get(number.value());
        return held == null ? null : held.filter(this::isOfThisCatalogue).orElse(null);
    }

    /** The present view; empty for a number that was never given out. */
    Uni<Optional<Rendered>> of(QueryNumber number) {
        var held = near.get(number.value());
        if (held != null && held.map(this::isOfThisCatalogue).orElse(true)) {
            return Uni.createFrom().item(held);
        }
        if (held != null) {
            near.forget(number.value());
        }
        return near.load(number.value(), () -> load(number));
    }

    /**
     * The present view, of a number of which {@link #find} has found none: from Redis or PostgreSQL, without a reactive chain.
     *
     * @param ready told in the turn of the event loop in which the store answers
     * @param unanswered told instead when there is no such number or no answer
     * @return false when another reads the number already: nobody is told anything, {@link #of} waits for the other
     */
    boolean ask(QueryNumber number, Consumer<Rendered> ready, Runnable unanswered) {
        var reading = near.begin(number.value());
        if (reading == null) {
            return false;
        }
        redis.send(Request.cmd(Command.GET).arg(keys.redisKey(number)), new PipelinedRedis.Reader() {
            @Override
            public void answered(@Nullable Response answer) {
                var found = readable(number, answer);
                if (found.isPresent()) {
                    reading.keep(found);
                    ready.accept(found.get());
                } else {
                    askStored(number, reading, ready, unanswered);
                }
            }

            @Override
            public void failed(Throwable away) {
                askStored(number, reading, ready, unanswered);
            }
        });
        return true;
    }

    private Optional<Rendered> readable(QueryNumber number, @Nullable Response answer) {
        try {
            return parsed(number, answer);
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    private void askStored(
            QueryNumber number,
            NearCache<Long, Optional<Rendered>>.Reading reading,
            Consumer<Rendered> ready,
            Runnable unanswered) {
        if (!gate.tryAcquire()) {
            reading.leave();
            unanswered.run();
            return;
        }
        reads.increment();
        cases.askStanding(number).map(found -> found.map(this::rendered)).onComplete(done -> {
            gate.release();
            if (done.failed()) {
                reading.leave();
                unanswered.run();
                return;
            }
            var found = done.result();
            found.ifPresent(view -> offer(number, view));
            reading.keep(found);
            found.ifPresentOrElse(ready, unanswered);
        });
    }

    /** Whether a change of it would have been told by now, to whoever waits. */
    boolean isTold(Rendered view) {
        return near.isCoherent() && isOfThisCatalogue(view);
    }

    private boolean isOfThisCatalogue(Rendered view) {
        return view.catalogueVersion() == catalogue.get().version().number();
    }

    private Uni<Optional<Rendered>> load(QueryNumber number) {
        return redis.send(Request.cmd(Command.GET).arg(keys.redisKey(number)))
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
                .invoke(found -> found.ifPresent(view -> offer(number, view)));
    }

    /**
     * To the other instances, through Redis, once it is asked for again: most numbers are not. Nobody waits for it, and if it
     * is lost they read for themselves.
     */
    private void offer(QueryNumber number, Rendered view) {
        var isAskedAgain = newest.getIfPresent(number.value()) != null;
        remember(number, view);
        if (isAskedAgain) {
            publish(number, view).subscribe().with(kept -> {}, lost -> {});
        }
    }

    /** Right after the commit, in the request that made the change. */
    @Override
    public Uni<Void> changed(CaseStanding standing) {
        var number = standing.queryNumber();
        var view = rendered(standing);
        remember(number, view);
        near.forget(number.value());
        waiting.wake(number);
        return publish(number, view).onFailure().recoverWithNull();
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
                .map(standing -> publish(standing.queryNumber(), rendered(standing)))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** The version of the case Redis shows; empty when it shows none. */
    Uni<Optional<Integer>> shownVersion(QueryNumber number) {
        return redis.send(Request.cmd(Command.GET).arg(keys.redisKey(number)))
                .map(answer -> Optional.ofNullable(answer).map(view -> {
                    var text = view.toString(StandardCharsets.ISO_8859_1);
                    return Integer.parseInt(text.substring(0, text.indexOf(' ')));
                }));
    }

    private void remember(QueryNumber number, Rendered view) {
        newest.asMap().merge(number.value(), view.caseVersion(), Math::max);
    }

    private Uni<Void> publish(QueryNumber number, Rendered view) {
        return publishIfNewer
                .execute(
                        List.of(keys.redisKey(number)),
                        List.of(
                                Integer.toString(view.caseVersion()),
                                Integer.toString(view.catalogueVersion()),
                                value(view),
                                Long.toString(config.indexTtl().toSeconds())))
                .replaceWithVoid();
    }

    private static byte[] value(Rendered view) {
        var header = view.caseVersion() + " " + view.catalogueVersion() + " "
                + view.etag().opaque() + "\n";
        return Buffer.buffer(header.length() + view.body().length())
                .appendString(header)
                .appendBuffer(view.body())
                .getBytes();
    }

    private Optional<Rendered> parsed(QueryNumber number, @Nullable Response answer) {
        if (answer == null) {
            return Optional.empty();
        }
        var value = answer.toBytes();
        var header = new String(value, 0, Math.min(value.length, LONGEST_HEADER), StandardCharsets.ISO_8859_1);
        var line = header.indexOf('\n');
        var fields = header.substring(0, line).split(" ", 3);
        var caseVersion = Integer.parseInt(fields[0]);
        var catalogueVersion = Integer.parseInt(fields[1]);
        var newestHere = newest.getIfPresent(number.value());
        var isOld = newestHere != null && caseVersion < newestHere;
        if (isOld || catalogueVersion != catalogue.get().version().number()) {
            return Optional.empty();
        }
        var view = Rendered.of(
                caseVersion,
                catalogueVersion,
                new EntityTag(fields[2]),
                Buffer.buffer(Arrays.copyOfRange(value, line + 1, value.length)));
        remember(number, view);
        return Optional.of(view);
    }

    private Rendered rendered(CaseStanding standing) {
        var snapshot = catalogue.get();
        var catalogueVersion = snapshot.version().number();
        var etag = tags.of(standing.queryNumber(), standing.version(), catalogueVersion);
        var body = writer.write(standing, snapshot, askAgainSeconds(standing));
        return Rendered.of(standing.version(), catalogueVersion, etag, body);
    }

    /** Spread by number, not by chance: the same entity tag must always stand for the same bytes. */
    private long askAgainSeconds(CaseStanding standing) {
        var base = config.askAgain().toSeconds() * (standing.state().isFinal() ? 20 : 1);
        var spread = Math.max(1, base / 5);
        return base - spread + Math.floorMod(standing.queryNumber().value(), 2 * spread + 1);
    }
}
