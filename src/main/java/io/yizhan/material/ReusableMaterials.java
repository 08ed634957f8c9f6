package io.yizhan.material;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.yizhan.platform.outbox.OutboxConsumer;
import io.yizhan.platform.outbox.OutboxEntry;
import io.yizhan.platform.redis.LuaScript;
import io.yizhan.platform.redis.PipelinedRedis;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The reusable materials of a subject in one Redis round trip, from PostgreSQL on a miss.
 *
 * <p>Owns in Redis {@code yz:material:reusable:v1:{holder}}: a hash, field {@code #} = version of the library, field
 * <i>material type</i> = JSON array of that type's candidates. Written by this class after a miss and after every
 * committed change, only ever by a newer version; read by every match. Lives {@code yizhan.material.index-ttl}. When it
 * is lost, the next match reads PostgreSQL and writes it again; nothing but latency changes. A subject that never handed
 * anything in has a hash with version 0, so that asking for them stays cheap too.
 *
 * <p>An instance remembers the version it has itself committed or been told of; an older copy in Redis is a miss. So
 * a subject sees their own submission in the next match even when the write to Redis failed.
 */
@Singleton
public final class ReusableMaterials implements OutboxConsumer {
    private static final Logger LOG = Logger.getLogger(ReusableMaterials.class);
    private static final TypeReference<List<HeldMaterial>> CANDIDATES = new TypeReference<>() {};
    private static final String VERSION = "#";

    private final PipelinedRedis redis;
    private final LuaScript replaceIfNewer;
    private final Materials materials;
    private final ObjectMapper json;
    private final Duration ttl;
    private final Counter hits;
    private final Counter misses;
    private final ConcurrentHashMap<UUID, Uni<Library>> loading = new ConcurrentHashMap<>();
    private final Cache<UUID, Integer> knownVersions = Caffeine.newBuilder()
            .maximumSize(200_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    ReusableMaterials(
            PipelinedRedis redis,
            Materials materials,
            ObjectMapper json,
            MaterialConfig config,
            MeterRegistry metrics) {
        this.redis = redis;
        this.replaceIfNewer = new LuaScript(redis, "material/replace_if_newer.lua");
        this.materials = materials;
        this.json = json;
        this.ttl = config.indexTtl();
        this.hits = metrics.counter("yizhan.material.index", "result", "hit");
        this.misses = metrics.counter("yizhan.material.index", "result", "miss");
    }

    static String key(UUID holder) {
        return "yz:material:reusable:v1:{" + holder + "}";
    }

    /** The subject's library: at least as new as anything this instance has committed for it. */
    public Uni<Library> of(UUID holder) {
        return redis.send(Request.cmd(Command.HGETALL).arg(key(holder)))
                .map(answer -> read(holder, answer))
                .onFailure()
                .recoverWithItem(away -> Optional.empty())
                .chain(found -> found.map(this::hit).orElseGet(() -> load(holder)));
    }

    /** To be called when a transaction that raised the library's version has committed. */
    public Uni<Void> changed(UUID holder, int version) {
        knownVersions.asMap().merge(holder, version, Math::max);
        loading.remove(holder);
        return load(holder).replaceWithVoid();
    }

    @Override
    public Uni<Void> accept(OutboxEntry entry) {
        return entry.topic().equals("material.changed")
                ? refresh(entry.key())
                : Uni.createFrom().voidItem();
    }

    /** Unlike the request's own write, a repair must reach Redis before it counts as done. */
    private Uni<Void> refresh(UUID holder) {
        return materials
                .library(holder)
                .chain(library -> write(holder, library))
                .replaceWithVoid();
    }

    private Uni<Library> hit(Library library) {
        hits.increment();
        return Uni.createFrom().item(library);
    }

    private Uni<Library> load(UUID holder) {
        misses.increment();
        return loading.computeIfAbsent(holder, this::single);
    }

    private Uni<Library> single(UUID holder) {
        return materials
                .library(holder)
                .call(library -> write(holder, library).onFailure().recoverWithNull())
                .onTermination()
                .invoke(() -> loading.remove(holder))
                .memoize()
                .indefinitely();
    }

    private Uni<@Nullable Response> write(UUID holder, Library library) {
        var arguments = new ArrayList<String>();
        arguments.add(Integer.toString(library.version()));
        arguments.add(
                Long.toString(ttl.toSeconds() - ThreadLocalRandom.current().nextLong(ttl.toSeconds() / 10 + 1)));
        var byType = new TreeMap<String, List<HeldMaterial>>();
        library.materials().forEach(held -> byType.computeIfAbsent(held.materialType(), type -> new ArrayList<>())
                .add(held));
        byType.forEach((type, candidates) -> {
            arguments.add(type);
            arguments.add(written(candidates));
        });
        return replaceIfNewer.execute(List.of(key(holder)), arguments);
    }

    private Optional<Library> read(UUID holder, @Nullable Response answer) {
        if (answer == null || answer.get(VERSION) == null) {
            return Optional.empty();
        }
        var version = answer.get(VERSION).toInteger();
        if (version < knownVersions.asMap().getOrDefault(holder, 0)) {
            return Optional.empty();
        }
        var held = new ArrayList<HeldMaterial>();
        for (var type : answer.getKeys()) {
            if (!type.equals(VERSION)) {
                held.addAll(parsed(answer.get(type).toString()));
            }
        }
        return Optional.of(new Library(version, List.copyOf(held)));
    }

    private String written(List<HeldMaterial> candidates) {
        try {
            return json.writeValueAsString(candidates);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private List<HeldMaterial> parsed(String text) {
        try {
            return json.readValue(text, CANDIDATES);
        } catch (JsonProcessingException foreign) {
            LOG.warnf("unreadable copy in Redis, read from PostgreSQL instead: %s", foreign.getOriginalMessage());
            throw new IllegalStateException("unreadable copy in Redis");
        }
    }
}
