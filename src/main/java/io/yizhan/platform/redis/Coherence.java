package io.yizhan.platform.redis;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Knows whether Redis tells this process everything that changes: each server that answers for keys is tracked, and each has
 * answered a ping lately. When one is lost, or keys are served by a server that is not tracked, every near cache is emptied
 * and starts again, empty, when all are tracked.
 */
@Singleton
class Coherence implements Tracking.Owner, RedisMasters.Listener {
    private static final Logger LOG = Logger.getLogger(Coherence.class);

    private final Vertx vertx;
    private final RedisClients clients;
    private final RedisMasters redisMasters;
    private final RedisConfig config;
    private final Lease lease;
    private final List<NearCache<?, ?>> caches = new CopyOnWriteArrayList<>();
    private final Map<String, Tracking> trackings = new HashMap<>();

    /** By server: when the ping was sent that it answered last. */
    private final Map<String, Long> confirmed = new HashMap<>();

    private Set<String> masters = Set.of();
    private boolean isStarted;
    private boolean isStrange;
    private volatile boolean isLive;

    Coherence(Vertx vertx, RedisClients clients, RedisMasters redisMasters, RedisConfig config) {
        this.vertx = vertx;
        this.clients = clients;
        this.redisMasters = redisMasters;
        this.config = config;
        this.lease = new Lease(late -> vertx.setTimer(config.commandTimeout().toMillis(), timer -> late.run()));
    }

    Lease lease() {
        return lease;
    }

    boolean isCoherent() {
        return isLive && !lease.isOver();
    }

    synchronized void add(NearCache<?, ?> cache) {
        caches.add(cache);
        trackAgain();
    }

    void start(@Observes StartupEvent started) {
        synchronized (this) {
            isStarted = true;
        }
        redisMasters.listen(this);
    }

    synchronized void stop(@Observes ShutdownEvent stopping) {
        isStarted = false;
        trackAgain();
    }

    /** With the prefixes of today. */
    private void trackAgain() {
        trackings.values().forEach(Tracking::close);
        trackings.clear();
        confirmed.clear();
        distrust();
        track();
    }

    private synchronized void track() {
        var prefixes = caches.stream()
                .filter(cache -> !cache.isOff())
                .map(cache -> cache.keys().prefix())
                .toList();
        if (isStarted && !prefixes.isEmpty()) {
            masters.forEach(endpoint -> trackings.computeIfAbsent(endpoint, address -> {
                var tracking = new Tracking(vertx, clients, address, prefixes, config, this);
                tracking.open();
                return tracking;
            }));
        }
    }

    @Override
    public synchronized void mastersAre(Set<String> endpoints) {
        isStrange = false;
        if (endpoints.equals(masters)) {
            return;
        }
        masters = endpoints;
        distrust();
        var gone = Set.copyOf(trackings.keySet()).stream()
                .filter(endpoint -> !endpoints.contains(endpoint))
                .toList();
        gone.forEach(this::forget);
        track();
    }

    private void forget(String endpoint) {
        var tracking = trackings.remove(endpoint);
        if (tracking != null) {
            tracking.close();
        }
        confirmed.remove(endpoint);
    }

    @Override
    public synchronized void strangerAnswers() {
        isStrange = true;
        distrust();
    }

    private void distrust() {
        if (isLive) {
            isLive = false;
            flush();
        }
    }

    private void flush() {
        caches.forEach(cache -> cache.flush(isLive));
    }

    @Override
    public synchronized void confirmed(Tracking tracking, long sentAt) {
        if (trackings.get(tracking.endpoint()) != tracking) {
            return;
        }
        confirmed.put(tracking.endpoint(), sentAt);
        if (isStrange || !confirmed.keySet().containsAll(masters)) {
            return;
        }
        lease.extendTo(Collections.min(confirmed.values()) + config.nearLease().toNanos());
        if (!isLive) {
            isLive = true;
            flush();
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
    public synchronized void lost(Tracking tracking, String why) {
        if (trackings.get(tracking.endpoint()) != tracking) {
            return;
        }
        if (isLive) {
            LOG.warnf("near caches are empty until Redis tells again what changes: %s", why);
        }
        forget(tracking.endpoint());
        distrust();
        redisMasters.suspect();
        vertx.setTimer(config.reconnectPause().toMillis(), again -> track());
    }
}
