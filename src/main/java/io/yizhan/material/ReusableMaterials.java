package io.yizhan.material;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.yizhan.platform.ReadGate;
import io.yizhan.platform.outbox.OutboxConsumer;
import io.yizhan.platform.outbox.OutboxEntry;
import io.yizhan.platform.redis.LuaScript;
import io.yizhan.platform.redis.NearCache;
import io.yizhan.platform.redis.NearCaches;
import io.yizhan.platform.redis.NearKeys;
import io.yizhan.platform.redis.PipelinedRedis;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The reusable materials of a subject: from this process, else in one round trip from Redis, else from PostgreSQL through a
 * bounded gate, one read at a time per subject.
 *
 * <p>Owns in Redis {@code yz:material:reusable:v2:{holder}}: a string, {@code <version of the library>\n<records>} ({@link
 * LibraryFormat}). Written by this class after a miss and after every committed change, only ever by a newer version; read by
 * every match this process cannot answer by itself. Lives {@code yizhan.material.index-ttl}. When it is lost, the next match
 * reads PostgreSQL and writes it again; nothing but latency changes. A subject that never handed anything in has one with
 * version 0, so that asking for them stays cheap too.
 *
 * <p>An answer made from it may lie beside it, in keys of its own ({@link ReadyAnswers}).
 *
 * <p>What Redis answered is held in this process until Redis tells of a change ({@link NearCache}). Who filled Redis is told
 * of its own writing like everyone else and holds nothing yet: the next match finds it in Redis.
 *
 * <p>An instance remembers the version it has itself committed or been told of; an older copy in Redis is a miss. So
 * a subject sees their own submission in the next match even when the write to Redis failed.
 */
@Singleton
public final class ReusableMaterials implements OutboxConsumer {
    private static final Logger LOG = Logger.getLogger(ReusableMaterials.class);

    static final NearKeys<UUID, HeldLibrary> KEYS =
            new NearKeys<>("material", "yz:material:reusable:v2:", UUID::fromString, HeldLibrary::bytes, Duration.ZERO);

    private final PipelinedRedis redis;
    private final LuaScript replaceIfNewer;
    private final Materials materials;
    private final Duration ttl;
    private final ReadGate gate;
    private final Counter hits;
    private final Counter misses;
    private final NearCache<UUID, HeldLibrary> near;
    private final Cache<UUID, Integer> knownVersions = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(200_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    ReusableMaterials(
            PipelinedRedis redis,
            NearCaches nearCaches,
            Materials materials,
            MaterialConfig config,
            MeterRegistry metrics) {
        this.redis = redis;
        this.replaceIfNewer = new LuaScript(redis, "material/replace_if_newer.lua");
        this.materials = materials;
        this.ttl = config.indexTtl();
        this.gate = new ReadGate(config.maxReads());
        this.hits = metrics.counter("yizhan.material.index", "result", "hit");
        this.misses = metrics.counter("yizhan.material.index", "result", "miss");
        this.near = nearCaches.cache(KEYS);
    }

    /** The subject's library: at least as new as anything this instance has committed for it. */
    public Uni<Library> of(UUID holder) {
        return held(holder).map(HeldLibrary::library);
    }

    /** What this process holds for the subject and knows to be current: no store is asked. */
    public @Nullable HeldLibrary find(UUID holder) {
        return near.get(holder);
    }

    /** As {@link #of}, still packed. When {@link #find} has found nothing, ask {@link #load} instead. */
    public Uni<HeldLibrary> held(UUID holder) {
        var found = near.get(holder);
        return found == null ? load(holder) : Uni.createFrom().item(found);
    }

    /** From Redis or PostgreSQL, read once for all who ask meanwhile. */
    public Uni<HeldLibrary> load(UUID holder) {
        return near.load(holder, () -> read(holder));
    }

    /** Hears what Redis has of a subject, in the turn of the event loop in which it comes. */
    interface Asker {
        /** A library at least as new as anything this instance has committed for it. */
        void found(Found found);

        /** Redis has none, or did not answer: ask {@link #loadStored}. */
        void missed();
    }

    /** A library as Redis sent it, and what lies beside it. */
    final class Found {
        private final UUID holder;
        private final int version;
        private final Buffer packed;
        private final @Nullable Buffer beside;
        private final NearCache<UUID, HeldLibrary>.@Nullable Reading reading;

        private Found(
                UUID holder,
                int version,
                Buffer packed,
                @Nullable Buffer beside,
                NearCache<UUID, HeldLibrary>.@Nullable Reading reading) {
            this.holder = holder;
            this.version = version;
            this.packed = packed;
            this.beside = beside;
            this.reading = reading;
        }

        int version() {
            return version;
        }

        @Nullable Buffer beside() {
            return beside;
        }

        HeldLibrary library() {
            return LibraryFormat.held(holder, packed.getBytes());
        }

        /** Whether this process would hold the library. */
        boolean isWanted() {
            return reading != null;
        }

        void leave() {
            if (reading != null) {
                reading.leave();
            }
        }

        /** Holds it, with what was made from it. */
        void keep(HeldLibrary library) {
            if (reading != null) {
                reading.keep(library);
            }
        }
    }

    /** From Redis in one round trip, with what lies under another key of the subject. {@link #find} has found nothing. */
    void ask(UUID holder, String besides, Asker asker) {
        var reading = near.isKeeping() ? near.begin(holder) : null;
        redis.send(Request.cmd(Command.MGET).arg(KEYS.redisKey(holder)).arg(besides), new PipelinedRedis.Reader() {
            @Override
            public void answered(@Nullable Response answers) {
                var found = answers == null ? null : found(holder, answers, reading);
                if (found == null) {
                    miss();
                } else {
                    hits.increment();
                    asker.found(found);
                }
            }

            @Override
            public void failed(Throwable why) {
                miss();
            }

            private void miss() {
                if (reading != null) {
                    reading.leave();
                }
                asker.missed();
            }
        });
    }

    private @Nullable Found found(
            UUID holder, Response answers, NearCache<UUID, HeldLibrary>.@Nullable Reading reading) {
        var packed = answers.get(0);
        if (packed == null) {
            return null;
        }
        try {
            var version = LibraryFormat.version(packed.toBuffer());
            var known = knownVersions.getIfPresent(holder);
            var beside = answers.get(1);
            return known != null && version < known
                    ? null
                    : new Found(holder, version, packed.toBuffer(), beside == null ? null : beside.toBuffer(), reading);
        } catch (IllegalArgumentException foreign) {
            LOG.warn("unreadable copy in Redis, read from PostgreSQL instead");
            return null;
        }
    }

    /** From PostgreSQL, read once for all who ask meanwhile: Redis has been asked already. */
    Uni<HeldLibrary> loadStored(UUID holder) {
        return near.load(holder, () -> readInTurn(holder));
    }

    /** Keeps an answer for as long as the library it was made from is held. */
    public void keep(HeldLibrary held, String name, HeldLibrary.Rendering rendering) {
        held.keep(name, rendering);
        near.grown(held.holder());
    }

    /** To be called when a transaction that raised the library's version has committed, before it is acknowledged. */
    public Uni<Void> changed(UUID holder, int version) {
        return changed(holder, version, () -> readAndWrite(holder));
    }

    /** The same, by somebody who knows what the library has become, so that PostgreSQL need not be asked. */
    public Uni<Void> changed(UUID holder, Library library) {
        var held = LibraryFormat.pack(holder, library);
        return changed(
                holder,
                library.version(),
                () -> write(held).onFailure().recoverWithNull().replaceWith(held));
    }

    private Uni<Void> changed(UUID holder, int version, Supplier<Uni<HeldLibrary>> written) {
        knownVersions.asMap().merge(holder, version, Math::max);
        near.forget(holder);
        return near.load(holder, written).replaceWithVoid();
    }

    @Override
    public Uni<List<Undelivered>> accept(List<OutboxEntry> entries) {
        var changes = entries.stream()
                .filter(entry -> entry.topic().equals("material.changed"))
                .toList();
        return OutboxConsumer.each(changes, this::repair);
    }

    /**
     * Most often the request has written what it changed, and PostgreSQL need not be asked again. Unlike that write, a repair must
     * reach Redis before it counts as done.
     */
    private Uni<Void> repair(OutboxEntry change) {
        return redis.send(Request.cmd(Command.GETRANGE)
                        .arg(KEYS.redisKey(change.key()))
                        .arg(0)
                        .arg(LibraryFormat.MOST_DIGITS))
                .chain(head -> isAsNewAs(change.version(), head)
                        ? Uni.createFrom().voidItem()
                        : stored(change.key()).chain(this::write).replaceWithVoid());
    }

    private static boolean isAsNewAs(int version, @Nullable Response head) {
        try {
            return head != null && LibraryFormat.version(head.toBuffer()) >= version;
        } catch (IllegalArgumentException absentOrForeign) {
            return false;
        }
    }

    private Uni<HeldLibrary> read(UUID holder) {
        return redis.send(Request.cmd(Command.GET).arg(KEYS.redisKey(holder)))
                .map(answer -> current(holder, answer))
                .onFailure()
                .recoverWithItem(away -> Optional.empty())
                .chain(found -> found.map(this::hit).orElseGet(() -> readInTurn(holder)));
    }

    private Uni<HeldLibrary> hit(HeldLibrary library) {
        hits.increment();
        return Uni.createFrom().item(library);
    }

    private Optional<HeldLibrary> current(UUID holder, @Nullable Response answer) {
        if (answer == null) {
            return Optional.empty();
        }
        try {
            var held = LibraryFormat.held(holder, answer.toBytes());
            return held.version() < knownVersions.asMap().getOrDefault(holder, 0)
                    ? Optional.empty()
                    : Optional.of(held);
        } catch (IllegalArgumentException foreign) {
            LOG.warn("unreadable copy in Redis, read from PostgreSQL instead");
            return Optional.empty();
        }
    }

    private Uni<HeldLibrary> readInTurn(UUID holder) {
        misses.increment();
        return gate.pass(() -> readAndWrite(holder));
    }

    private Uni<HeldLibrary> readAndWrite(UUID holder) {
        return stored(holder).call(held -> write(held).onFailure().recoverWithNull());
    }

    private Uni<HeldLibrary> stored(UUID holder) {
        return materials.library(holder).map(library -> LibraryFormat.pack(holder, library));
    }

    private Uni<@Nullable Response> write(HeldLibrary held) {
        var seconds = ttl.toSeconds() - ThreadLocalRandom.current().nextLong(ttl.toSeconds() / 10 + 1);
        return replaceIfNewer.execute(
                List.of(KEYS.redisKey(held.holder())),
                List.of(Integer.toString(held.version()), Long.toString(seconds), held.packed()));
    }
}
