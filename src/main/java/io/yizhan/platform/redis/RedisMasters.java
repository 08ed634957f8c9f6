package io.yizhan.platform.redis;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.RequestImpl;
import io.vertx.redis.client.impl.ZModem;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which server answers for which key. Without a cluster there is one, and nothing to find out. In a cluster the servers are
 * asked in the background: at the start, every second, and when one is lost or redirects.
 */
@Singleton
class RedisMasters {
    private static final Logger LOG = Logger.getLogger(RedisMasters.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int SLOTS = 16_384;

    private final Vertx vertx;
    private final RedisClients clients;
    private final Context context;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Slots slots;
    private @Nullable Future<Void> refreshing;

    /** Told on the event loop that looks. */
    interface Listener {
        /** What the latest look has found, whether it is new or not. */
        void mastersAre(Set<String> endpoints);

        /** Keys are served by a server that is not one of them. The next look, which has begun, will find it. */
        void strangerAnswers();
    }

    private record Slots(String[] bySlot, Set<String> endpoints) {}

    RedisMasters(Vertx vertx, RedisClients clients) {
        this.vertx = vertx;
        this.clients = clients;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    void start(@Observes StartupEvent started) {
        if (isCluster()) {
            refresh();
            vertx.setPeriodic(LOOK_EVERY.toMillis(), tick -> refresh());
        }
    }

    boolean isCluster() {
        return clients.isCluster();
    }

    void listen(Listener listener) {
        listeners.add(listener);
        var known = slots;
        if (!isCluster()) {
            listener.mastersAre(Set.of(clients.endpoints().get(0)));
        } else if (known != null) {
            listener.mastersAre(known.endpoints);
        }
    }

    /** @return {@code null} while nothing is known */
    @Nullable String endpointFor(Request request) {
        var known = slots;
        if (known == null) {
            return null;
        }
        var keys = ((RequestImpl) request).keys();
        return known.bySlot[keys.isEmpty() ? 0 : ZModem.generate(keys.get(0))];
    }

    void suspect() {
        if (isCluster()) {
            refresh();
        }
    }

    void redirected(String endpoint) {
        var known = slots;
        if (known == null || !known.endpoints.contains(endpoint)) {
            listeners.forEach(Listener::strangerAnswers);
        }
        refresh();
    }

    void refresh() {
        context.runOnContext(turn -> look());
    }

    private void look() {
        if (refreshing == null) {
            var candidates = new LinkedHashSet<String>();
            var known = slots;
            if (known != null) {
                candidates.addAll(known.endpoints);
            }
            candidates.addAll(clients.endpoints());
            refreshing = ask(new ArrayDeque<>(candidates));
            refreshing.onComplete(done -> refreshing = null);
        }
    }

    private Future<Void> ask(ArrayDeque<String> candidates) {
        var candidate = candidates.poll();
        if (candidate == null) {
            LOG.warn("no server of the cluster says where keys are");
            return Future.succeededFuture();
        }
        return slotsFrom(candidate).map(this::learn).recover(silent -> ask(candidates));
    }

    private Future<Slots> slotsFrom(String endpoint) {
        var client = clients.create(endpoint);
        Promise<Slots> answer = Promise.promise();
        var timer = vertx.setTimer(PATIENCE.toMillis(), late -> answer.tryFail("it is silent"));
        slotsFrom(client).onComplete(found -> {
            vertx.cancelTimer(timer);
            if (found.succeeded()) {
                answer.tryComplete(found.result());
            } else {
                answer.tryFail(found.cause());
            }
        });
        return answer.future().onComplete(done -> client.close());
    }

    private Future<Slots> slotsFrom(Redis client) {
        return client.connect()
                .compose(open -> open.send(Request.cmd(Command.CLUSTER).arg("SLOTS")))
                .map(this::slots);
    }

    /** Ranges: first slot, last slot, master (host, port, …), replicas. A host that is empty is the one that was asked. */
    private Slots slots(Response ranges) {
        var bySlot = new String[SLOTS];
        var endpoints = new LinkedHashSet<String>();
        for (var range : ranges) {
            var master = range.get(2);
            var endpoint =
                    clients.endpointAt(master.get(0).toString(), master.get(1).toInteger());
            endpoints.add(endpoint);
            for (int slot = range.get(0).toInteger(); slot <= range.get(1).toInteger(); slot++) {
                bySlot[slot] = endpoint;
            }
        }
        return new Slots(bySlot, Set.copyOf(endpoints));
    }

    private @Nullable Void learn(Slots found) {
        slots = found;
        listeners.forEach(listener -> listener.mastersAre(found.endpoints));
        return null;
    }
}
