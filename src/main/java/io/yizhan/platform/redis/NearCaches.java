package io.yizhan.platform.redis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** Makes near caches, one per prefix. */
@Singleton
public final class NearCaches {
    private final Coherence coherence;
    private final RedisConfig config;
    private final MeterRegistry metrics;

    NearCaches(Coherence coherence, RedisConfig config, MeterRegistry metrics) {
        this.coherence = coherence;
        this.config = config;
        this.metrics = metrics;
        Gauge.builder("yizhan.redis.near.coherent", coherence, it -> it.isCoherent() ? 1 : 0)
                .description("1 while Redis tells this process what changes")
                .register(metrics);
    }

    /** To be called once per prefix, in a constructor. */
    public <K, V> NearCache<K, V> cache(NearKeys<K, V> keys) {
        return cache(keys, NearListener.none());
    }

    /** As {@link #cache(NearKeys)}, for an owner that wants to hear of changes too. */
    public <K, V> NearCache<K, V> cache(NearKeys<K, V> keys, NearListener<K> listener) {
        var bytes = (long) (Runtime.getRuntime().maxMemory() * config.nearShare());
        var entries = config.naive() ? 0 : config.nearEntries();
        var limits = new NearCache.Limits(entries, Math.max(bytes, 1), config.nearLifetime());
        var cache = new NearCache<>(keys, listener, coherence.lease(), limits);
        measure(cache, "hits", "Values answered from this process", NearCache::hits);
        measure(cache, "misses", "Values that were not held", NearCache::misses);
        measure(cache, "invalidations", "Changes told by Redis", NearCache::invalidations);
        measure(cache, "flushes", "Times everything was dropped", NearCache::flushes);
        Gauge.builder("yizhan.redis.near.size", cache, NearCache::size)
                .description("Values held in this process")
                .tag("cache", keys.name())
                .register(metrics);
        coherence.add(cache);
        return cache;
    }

    private <K, V> void measure(
            NearCache<K, V> cache, String what, String description, ToDoubleFunction<NearCache<K, V>> count) {
        FunctionCounter.builder("yizhan.redis.near." + what, cache, count)
                .description(description)
                .tag("cache", cache.keys().name())
                .register(metrics);
    }
}
