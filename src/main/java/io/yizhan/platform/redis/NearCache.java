package io.yizhan.platform.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values of Redis keys, held in this process and kept coherent by Redis: every write, expiry and eviction under the prefix
 * is told to this process (RESP3 tracking, broadcast) and ends the entry.
 *
 * <p><b>How stale.</b> Normally one push, well below a millisecond on a healthy network. Never more than {@code
 * yizhan.redis.near-lease}, whatever happens to the connection: entries are answered only while a ping sent less than that
 * long ago has been answered on the connection that carries the pushes, in order with them. While Redis tells nothing,
 * values live for {@link NearKeys#fallback}. And none lives longer than {@code yizhan.redis.near-lifetime}.
 *
 * <p><b>How long.</b> While Redis tells, each entry lives for half of that lifetime or longer, by chance, so that what many asked
 * for at once does not end at once and is not all read again within a moment, once a lifetime from then on.
 *
 * <p><b>The race of a read with a change.</b> A reader may carry an old value from Redis while the change is told, finds
 * nothing to end, and the reader stores the old value for good. So a marker stands in the entry's place before the read
 * starts, what ends entries ends markers too, and a value is kept only if its reader's marker is still there.
 */
public final class NearCache<K, V> {
    /** Of an entry: Caffeine's node, its place in the table, a key of two words. */
    private static final int OVERHEAD_BYTES = 176;

    private static final int MARKERS_WHEN_OFF = 100_000;

    private final NearKeys<K, V> keys;
    private final NearListener<K> listener;
    private final Lease lease;
    private final Limits limits;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder invalidations = new LongAdder();
    private final LongAdder flushes = new LongAdder();
    private volatile Shelf<K> shelf;

    /**
     * @param entries at most; 0 keeps nothing
     * @param bytes at most, of everything held, as estimated by {@link NearKeys#bytesOf}
     */
    record Limits(int entries, long bytes, Duration lifetime) {}

    NearCache(NearKeys<K, V> keys, NearListener<K> listener, Lease lease, Limits limits) {
        this.keys = keys;
        this.listener = listener;
        this.lease = lease;
        this.limits = limits;
        this.shelf = shelf(false);
    }

    /** Where entries live between two flushes. A flush is a new one: what is still being read goes into the old one. */
    private record Shelf<K>(Cache<K, Object> entries, boolean isTracked, boolean isKeeping) {}

    /**
     * Stands for a value that is being read, in its place. Whoever has begun it says how it ended, by {@link #keep} or by
     * {@link #leave}.
     */
    public class Reading {
        private final Shelf<K> place;
        private final K key;

        /** Completed with {@code null} when nothing was read; {@code null} until another wants the value. */
        private @Nullable CompletableFuture<@Nullable V> shared;

        private boolean isOver;
        private @Nullable V value;

        private Reading(Shelf<K> place, K key) {
            this.place = place;
            this.key = key;
        }

        /** Keeps the value, unless something was told of the key meanwhile. */
        public final void keep(V read) {
            if (place.isKeeping) {
                place.entries.asMap().replace(key, this, read);
            } else {
                place.entries.asMap().remove(key, this);
            }
            tell(read);
        }

        public final void leave() {
            place.entries.asMap().remove(key, this);
            tell(null);
        }

        private void tell(@Nullable V read) {
            CompletableFuture<@Nullable V> waiting;
            synchronized (this) {
                isOver = true;
                value = read;
                waiting = shared;
            }
            if (waiting != null) {
                waiting.complete(read);
            }
        }

        /** What is read, {@code null} when nothing is. */
        Uni<@Nullable V> value() {
            synchronized (this) {
                if (isOver) {
                    return Uni.createFrom().item(value);
                }
                if (shared == null) {
                    shared = new CompletableFuture<>();
                }
                return Uni.createFrom().completionStage(shared);
            }
        }
    }

    /** One that is its own reader, when the first subscribes. */
    private final class Marker extends Reading {
        private final Uni<V> once;

        private Marker(Shelf<K> place, K key, Supplier<Uni<V>> read) {
            super(place, key);
            this.once = Uni.createFrom()
                    .deferred(read::get)
                    .onItem()
                    .invoke(this::keep)
                    .onFailure()
                    .invoke(this::leave)
                    .onCancellation()
                    .invoke(this::leave)
                    .memoize()
                    .indefinitely();
        }
    }

    /** The value, if it is held and known to be current. */
    public @Nullable V get(K key) {
        var now = shelf;
        var found = now.entries.getIfPresent(key);
        if (found == null || found instanceof NearCache.Reading || now.isTracked && lease.isOver()) {
            misses.increment();
            return null;
        }
        hits.increment();
        return value(found);
    }

    /**
     * The value, read once for all who ask for it while the read goes on, and kept if nothing changed meanwhile. Nothing is
     * read before somebody subscribes.
     */
    public Uni<V> load(K key, Supplier<Uni<V>> read) {
        var now = shelf;
        var mine = new Marker(now, key, read);
        while (true) {
            var found = now.entries.asMap().putIfAbsent(key, mine);
            if (found == null) {
                return mine.once;
            }
            if (found instanceof NearCache.Marker) {
                return onOwnContext(this.<Marker>value(found).once);
            }
            if (found instanceof NearCache.Reading) {
                return onOwnContext(this.<Reading>value(found).value())
                        .chain(other -> other == null
                                ? load(key, read)
                                : Uni.createFrom().item(other));
            }
            if (!now.isTracked || !lease.isOver()) {
                return Uni.createFrom().item(this.<V>value(found));
            }
            var extension = lease.extension();
            if (!extension.isDone()) {
                return onOwnContext(Uni.createFrom().completionStage(extension)).chain(settled -> load(key, read));
            }
            if (now.entries.asMap().replace(key, found, mine)) {
                return mine.once;
            }
        }
    }

    /**
     * As {@link #load}, for a reader that does without a reactive chain: it begins to read a key that {@link #get} has not
     * found, and others wait for it.
     *
     * @return {@code null} when another reads it already, or has just read it
     */
    public @Nullable Reading begin(K key) {
        var now = shelf;
        var mine = new Reading(now, key);
        return now.entries.asMap().putIfAbsent(key, mine) == null ? mine : null;
    }

    /** Whether anything is kept of what is read. */
    public boolean isKeeping() {
        return shelf.isKeeping;
    }

    private static <T> Uni<T> onOwnContext(Uni<T> shared) {
        var context = Vertx.currentContext();
        return context == null ? shared : shared.emitOn(work -> hop(context, work));
    }

    private static void hop(Context context, Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(turn -> work.run());
        }
    }

    /** After a change made here, before its maker is answered: whoever asks from now on reads anew. */
    public void forget(K key) {
        shelf.entries.invalidate(key);
    }

    /** The value held for the key takes more memory than when it was stored. Its lifetime goes on as it was. */
    public void grown(K key) {
        shelf.entries.policy().expireVariably().ifPresent(lives -> weighAgain(lives, key));
    }

    private void weighAgain(Policy.VarExpiration<K, Object> lives, K key) {
        var left = lives.getExpiresAfter(key);
        if (left.isPresent()) {
            var unused = lives.compute(key, (same, value) -> value, left.get());
        }
    }

    /** How long the entry still lives, if there is one. */
    Optional<Duration> left(K key) {
        return shelf.entries.policy().expireVariably().flatMap(lives -> lives.getExpiresAfter(key));
    }

    /** Whether Redis tells this process what changes. If not, values live for {@link NearKeys#fallback}. */
    public boolean isCoherent() {
        return shelf.isTracked && !lease.isOver();
    }

    boolean isOff() {
        return limits.entries == 0;
    }

    NearKeys<K, V> keys() {
        return keys;
    }

    /** Redis says that something happened to the key. */
    void invalidate(String redisKey) {
        invalidations.increment();
        K key;
        try {
            key = keys.parse(redisKey);
        } catch (IllegalArgumentException nobodys) {
            return;
        }
        forget(key);
        listener.changed(key);
    }

    /** @param isTracked whether changes are told from now on */
    void flush(boolean isTracked) {
        flushes.increment();
        shelf = shelf(isTracked);
        listener.flushed();
    }

    private Shelf<K> shelf(boolean isTracked) {
        var lifetime = isTracked ? limits.lifetime : keys.fallback();
        var isKeeping = limits.entries > 0 && !lifetime.isZero();
        var builder = Caffeine.newBuilder().executor(Runnable::run);
        if (!isKeeping) {
            return new Shelf<>(builder.maximumSize(MARKERS_WHEN_OFF).build(), isTracked, false);
        }
        Cache<K, Object> entries = builder.maximumWeight(limits.bytes)
                .weigher((K key, Object value) -> weight(value))
                .expireAfter(Expiry.<K, Object>writing((key, value) -> isTracked ? halfOrMore(lifetime) : lifetime))
                .build();
        return new Shelf<>(entries, isTracked, true);
    }

    private static Duration halfOrMore(Duration longest) {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest.toNanos() / 2, longest.toNanos() + 1));
    }

    /** At least the share of one of {@code limits.entries}, so that both limits hold. */
    private int weight(Object value) {
        var bytes = value instanceof NearCache.Reading ? 0 : keys.bytesOf().applyAsInt(value(value));
        return (int) Math.max(limits.bytes / limits.entries, OVERHEAD_BYTES + (long) bytes);
    }

    @SuppressWarnings("unchecked")
    private <T> T value(Object held) {
        return (T) held;
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }

    long invalidations() {
        return invalidations.sum();
    }

    long flushes() {
        return flushes.sum();
    }

    long size() {
        return shelf.entries.estimatedSize();
    }
}
