package io.yizhan.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.catalogue.CatalogueConfig.ImportAtStart;
import io.yizhan.platform.pg.StartConnection;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class CatalogueStartTest {
    @Inject
    StartConnection connection;

    @Inject
    Pool pool;

    @Inject
    CatalogueVersions versions;

    @Inject
    PublishCatalogue publish;

    @Inject
    CatalogueFollower follower;

    @Inject
    PublishedCatalogue published;

    @TempDir
    Path folder;

    private final CatalogueFixture changed =
            CatalogueFixture.real().set(CatalogueFile.ITEMS, CatalogueFixture.ITEM, "fee", "工本费15元");

    @AfterEach
    void publishTheRealOneAgain() throws Throwable {
        startWith(CatalogueFixture.real(), ImportAtStart.WHEN_CHANGED);
    }

    @Test
    void aChangedFolderIsPublishedWhereTheFolderIsTheTruth() throws Throwable {
        int before = number();

        startWith(changed, ImportAtStart.WHEN_CHANGED);

        assertThat(number()).isEqualTo(before + 1);
        assertThat(published.get().item(CatalogueFixture.ITEM).feeZh()).isEqualTo("工本费15元");
    }

    @Test
    void anUnchangedFolderIsNoNewVersion() throws Throwable {
        int before = number();

        startWith(CatalogueFixture.real(), ImportAtStart.WHEN_CHANGED);

        assertThat(number()).isEqualTo(before);
    }

    @Test
    void elsewhereAPublishedCatalogueStays() throws Throwable {
        int before = number();

        startWith(changed, ImportAtStart.WHEN_EMPTY);
        startWith(changed, ImportAtStart.NEVER);

        assertThat(number()).isEqualTo(before);
    }

    @Test
    void aBrokenFolderLeavesThePublishedCatalogueAlone() throws Throwable {
        int before = number();

        startWith(changed.set(CatalogueFile.ITEMS, 2, "scope", "world"), ImportAtStart.WHEN_CHANGED);

        assertThat(number()).isEqualTo(before);
        assertThat(published.get().item(CatalogueFixture.ITEM).feeZh()).isNull();
    }

    private int number() {
        return published.get().version().number();
    }

    private void startWith(CatalogueFixture fixture, ImportAtStart when) throws Throwable {
        for (var file : fixture.files().content().entrySet()) {
            Files.write(folder.resolve(file.getKey().fileName()), file.getValue());
        }
        var config = CatalogueSettings.importing(folder, when);
        var latest = versions.findLatest(pool).await().indefinitely().map(StoredVersion::version);
        new CatalogueStart(connection, versions, publish, follower, config).importIfWanted(latest);
    }
}
