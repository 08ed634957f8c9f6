package io.yizhan.catalogue;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.platform.pg.DedicatedConnections;
import io.yizhan.platform.pg.Follower;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keeps this replica at the published version. */
@Singleton
final class CatalogueFollower {
    /** Carries the number of a version the moment it is committed. */
    static final String CHANNEL = "yizhan_catalogue";

    /** To prepare everything keeps a core busy, which a start can use better. */
    private static final Duration UNTIL_STARTED = Duration.ofSeconds(1);

    private final Pool pool;
    private final CatalogueVersions versions;
    private final LoadCatalogue load;
    private final PublishedCatalogue published;
    private final CatalogueConfig config;
    private final Follower follower;

    CatalogueFollower(
            Pool pool,
            DedicatedConnections connections,
            CatalogueVersions versions,
            LoadCatalogue load,
            PublishedCatalogue published,
            CatalogueConfig config) {
        this.pool = pool;
        this.versions = versions;
        this.load = load;
        this.published = published;
        this.config = config;
        this.follower = new Follower(connections, CHANNEL, this::refresh, Logger.getLogger(CatalogueFollower.class));
    }

    /** Brings this replica to the highest published version, if it is behind. */
    Uni<Void> refresh() {
        return pool.withConnection(
                connection -> versions.findLatestNumber(connection).chain(latest -> follow(connection, latest)));
    }

    /** The same by what was the highest a moment ago. */
    Uni<Void> follow(SqlConnection connection, Optional<CatalogueVersion> latest) {
        return load(connection, latest.filter(published::isBehind));
    }

    private Uni<Void> load(SqlConnection connection, Optional<CatalogueVersion> newer) {
        return newer.map(version ->
                        load.load(connection, version).invoke(this::publish).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** A later version is prepared first; the first one is not waited for: whoever asks early waits for what they asked for. */
    private void publish(Publication loaded) {
        if (published.isThere()) {
            loaded.prepare();
            published.swap(loaded);
        } else {
            published.swap(loaded);
            prepareSoon(loaded);
        }
    }

    private static void prepareSoon(Publication loaded) {
        Uni.createFrom()
                .item(loaded)
                .onItem()
                .delayIt()
                .by(UNTIL_STARTED)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(Publication::prepare);
    }

    void start() {
        follower.startSoon(config.pollInterval());
    }

    void stop(@Observes ShutdownEvent event) {
        follower.stop();
    }
}
