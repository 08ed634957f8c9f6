package io.yizhan.catalogue;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.pg.DedicatedConnections;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this replica at the published version: it listens on a connection of its own for announcements, listens again
 * when that connection is lost, and looks by itself now and then because an announcement can be lost with it.
 */
@Singleton
final class CatalogueFollower {
    /** Carries the number of a version the moment it is committed. */
    static final String CHANNEL = "yizhan_catalogue";

    private static final Logger LOG = Logger.getLogger(CatalogueFollower.class);
    private static final String LISTEN = "listen " + CHANNEL;
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    private final Pool pool;
    private final DedicatedConnections connections;
    private final CatalogueVersions versions;
    private final LoadCatalogue load;
    private final PublishedCatalogue published;
    private final CatalogueConfig config;
    private final AtomicReference<@Nullable PgConnection> listening = new AtomicReference<>();
    private volatile @Nullable Cancellable polling;
    private volatile boolean stopped;

    CatalogueFollower(
            Pool pool,
            DedicatedConnections connections,
            CatalogueVersions versions,
            LoadCatalogue load,
            PublishedCatalogue published,
            CatalogueConfig config) {
        this.pool = pool;
        this.connections = connections;
        this.versions = versions;
        this.load = load;
        this.published = published;
        this.config = config;
    }

    /** Brings this replica to the highest published version, if it is behind. */
    Uni<Void> refresh() {
        return versions.findLatest(pool)
                .map(latest -> latest.map(StoredVersion::version).filter(published::isBehind))
                .chain(this::load);
    }

    private Uni<Void> load(Optional<CatalogueVersion> newer) {
        return newer.map(version -> load.load(version).invoke(published::swap).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Starts to follow; to be called once. */
    void start() {
        listen();
        polling = Multi.createFrom()
                .ticks()
                .startingAfter(config.pollInterval())
                .every(config.pollInterval())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> refreshQuietly())
                .subscribe()
                .with(refreshed -> {}, failure -> LOG.error("no longer looking for newer catalogues", failure));
    }

    private void listen() {
        subscribeToChannel()
                .onFailure()
                .invoke(failure -> LOG.warnf("cannot listen for newer catalogues yet: %s", failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .until(failure -> !stopped)
                .call(this::refreshQuietly)
                .subscribe()
                .with(
                        subscribed -> LOG.debug("listening for newer catalogues"),
                        failure -> LOG.debug("no longer listening for newer catalogues"));
    }

    private Uni<Void> subscribeToChannel() {
        return connections.open().chain(this::subscribe);
    }

    private Uni<Void> subscribe(PgConnection connection) {
        listening.set(connection);
        connection.notificationHandler(notification -> announced());
        connection.exceptionHandler(failure -> LOG.debugf("listening connection: %s", failure.getMessage()));
        connection.closeHandler(() -> lost(connection));
        return connection.query(LISTEN).execute().replaceWithVoid();
    }

    private void announced() {
        refreshQuietly().subscribe().with(refreshed -> {});
    }

    private void lost(PgConnection connection) {
        if (!stopped && listening.compareAndSet(connection, null)) {
            LOG.warn("the connection that announces newer catalogues was lost, listening again");
            listen();
        }
    }

    /** A replica that cannot refresh keeps answering from what it has. */
    private Uni<Void> refreshQuietly() {
        return refresh()
                .onFailure()
                .invoke(failure -> LOG.warnf("cannot look for a newer catalogue: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Before the pool closes, which would look like a lost connection. */
    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        var ticking = polling;
        if (ticking != null) {
            ticking.cancel();
        }
        var connection = listening.getAndSet(null);
        if (connection != null) {
            connection.closeAndForget();
        }
    }
}
