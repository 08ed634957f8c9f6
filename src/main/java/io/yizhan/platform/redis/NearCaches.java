package io.yizhan.platform.redis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes near caches and keeps them coherent: one tracking connection to Redis, made again whenever it is lost. */
@Singleton
public final class NearCaches implements Tracking.Owner {
    private static final Logger LOG = Logger.getLogger(NearCaches.class);

    private final Vertx vertx;
    private final RedisClients clients;
    private final RedisConfig config;
    private final MeterRegistry metrics;
    private final Lease lease = new Lease();
    private final List<NearCache<?, ?>> caches = new CopyOnWriteArrayList<>();
    private @Nullable Tracking tracking;
    private boolean isStarted;
    private volatile boolean isLive;

    NearCaches(Vertx vertx, RedisClients clients, RedisConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.clients = clients;
        this.config = config;
        this.metrics = metrics;
        Gauge.builder("yizhan.redis.near.coherent", () -> isLive && !lease.isOver() ? 1 : 0)
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
        var limits = new NearCache.Limits(config.nearEntries(), Math.max(bytes, 1), config.nearLifetime());
        var cache = new NearCache<>(keys, listener, lease, limits);
        measure(cache, "hits", "Values answered from this process", NearCache::hits);
        measure(cache, "misses", "Values that were not held", NearCache::misses);
        measure(cache, "invalidations", "Changes told by Redis", NearCache::invalidations);
        measure(cache, "flushes", "Times everything was dropped", NearCache::flushes);
        Gauge.builder("yizhan.redis.near.size", cache, NearCache::size)
                .description("Values held in this process")
                .tag("cache", keys.name())
                .register(metrics);
        caches.add(cache);
        restart();
        return cache;
    }

    private <K, V> void measure(
            NearCache<K, V> cache, String what, String description, ToDoubleFunction<NearCache<K, V>> count) {
        FunctionCounter.builder("yizhan.redis.near." + what, cache, count)
                .description(description)
                .tag("cache", cache.keys().name())
                .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        synchronized (this) {
            isStarted = true;
        }
        restart();
    }

    synchronized void stop(@Observes ShutdownEvent stopping) {
        isStarted = false;
        end();
    }

    private synchronized void restart() {
        end();
        open();
    }

    private synchronized void open() {
        var prefixes = caches.stream()
                .filter(cache -> !cache.isOff())
                .map(cache -> cache.keys().prefix())
                .toList();
        if (isStarted && tracking == null && !prefixes.isEmpty()) {
            tracking = new Tracking(vertx, clients, clients.endpoints().get(0), prefixes, config, this);
            tracking.open();
        }
    }

    private void end() {
        if (tracking != null) {
            tracking.close();
            tracking = null;
        }
        if (isLive) {
            isLive = false;
            flush();
        }
    }

    private void flush() {
        caches.forEach(cache -> cache.flush(isLive));
    }

    @Override
    public synchronized void confirmed(Tracking which, long sentAt) {
        if (which == tracking) {
            lease.extendTo(sentAt + config.nearLease().toNanos());
            if (!isLive) {
                isLive = true;
                flush();
            }
        }
    }

    @Override
    public void changed(String redisKey) {
        for (var cache : caches) {
            if (redisKey.startsWith(cache.keys().prefix())) {
                cache.invalidate(redisKey);
            }
        }
    }

    @Override
    public synchronized void emptied() {
        flush();
    }

    @Override
    public synchronized void lost(Tracking which, String why) {
        if (which == tracking) {
            if (isLive) {
                LOG.warnf("near caches are off until Redis tells again what changes: %s", why);
            }
            end();
            vertx.setTimer(config.reconnectPause().toMillis(), again -> open());
        }
    }
}
