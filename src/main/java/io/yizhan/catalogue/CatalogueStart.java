package io.yizhan.catalogue;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.yizhan.platform.pg.StartConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Has a catalogue published and loaded before anything else starts that needs one. */
@Singleton
final class CatalogueStart {
    /** What observes the start without a priority comes later and finds the catalogue. */
    static final int PRIORITY = 500;

    private static final Logger LOG = Logger.getLogger(CatalogueStart.class);
    private static final String BY_ITSELF = "start";

    private final StartConnection connection;
    private final CatalogueVersions versions;
    private final PublishCatalogue publish;
    private final CatalogueFollower follower;
    private final CatalogueConfig config;

    CatalogueStart(
            StartConnection connection,
            CatalogueVersions versions,
            PublishCatalogue publish,
            CatalogueFollower follower,
            CatalogueConfig config) {
        this.connection = connection;
        this.versions = versions;
        this.publish = publish;
        this.follower = follower;
        this.config = config;
    }

    void start(@Observes @Priority(PRIORITY) StartupEvent event) throws Throwable {
        var latest = connection.await(versions::findLatestNumber);
        importIfWanted(latest);
        // what was imported is held already
        connection.await(reading -> follower.follow(reading, latest));
        follower.start();
    }

    void importIfWanted(Optional<CatalogueVersion> latest) throws Throwable {
        if (!isWanted(latest)) {
            return;
        }
        var files = files();
        if (latest.filter(version -> version.digest().equals(files.digest())).isPresent()) {
            return;
        }
        var reading = Reading.of(files, config.rules());
        if (reading.isSound()) {
            var order = new PublishCatalogue.Order(reading, BY_ITSELF, BY_ITSELF);
            VertxContextSupport.subscribeAndAwait(() -> publish.publish(order).replaceWithVoid());
        } else {
            refuse(reading, latest);
        }
    }

    private boolean isWanted(Optional<CatalogueVersion> latest) {
        return switch (config.importAtStart()) {
            case NEVER -> false;
            case WHEN_EMPTY -> latest.isEmpty();
            case WHEN_CHANGED -> true;
        };
    }

    private CatalogueFiles files() throws IOException {
        Optional<Path> folder = config.folder();
        return folder.isPresent() ? CatalogueFiles.ofFolder(folder.get()) : CatalogueFiles.packaged();
    }

    /** A hall that has a catalogue keeps it; one that has none cannot open. */
    private void refuse(Reading reading, Optional<CatalogueVersion> latest) {
        reading.findings().forEach(finding -> LOG.errorf("catalogue: %s", finding));
        var sentence = "The catalogue in %s has %d errors, listed above."
                .formatted(
                        config.folder().map(Path::toString).orElse("the application"),
                        reading.findings().size());
        if (latest.isEmpty()) {
            throw new IllegalStateException(sentence + " Mend it (yizhan.catalogue.folder) and start again.");
        }
        LOG.errorf("%s Version %d stays published.", sentence, latest.get().number());
    }
}
