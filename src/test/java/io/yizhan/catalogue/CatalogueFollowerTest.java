package io.yizhan.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.pg.DedicatedConnections;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second replica is a second snapshot holder that follows by itself. */
@QuarkusTest
class CatalogueFollowerTest {
    @Inject
    Pool pool;

    @Inject
    DedicatedConnections connections;

    @Inject
    CatalogueVersions versions;

    @Inject
    LoadCatalogue load;

    @Inject
    PublishCatalogue publish;

    private final PublishedCatalogue replica = new PublishedCatalogue();
    private CatalogueFollower follower;

    @AfterEach
    void stop() throws Throwable {
        follower.stop(new ShutdownEvent());
        publish(CatalogueFixture.real());
    }

    @Test
    void anAnnouncedVersionReachesAnotherReplica() throws Throwable {
        start(CatalogueSettings.NEVER);
        await().untilAsserted(() -> assertThat(listeners()).isGreaterThanOrEqualTo(2));
        var before = replica.get();

        publish(changed("工本费70元"));

        await().untilAsserted(() ->
                assertThat(replica.get().item(CatalogueFixture.ITEM).feeZh()).isEqualTo("工本费70元"));
        assertThat(before.item(CatalogueFixture.ITEM).feeZh())
                .as("a snapshot once taken stays as it is")
                .isNull();
    }

    @Test
    void aLostListenerListensAgain() throws Throwable {
        start(CatalogueSettings.NEVER);
        await().untilAsserted(() -> assertThat(listeners()).isGreaterThanOrEqualTo(2));
        query("select pg_terminate_backend(pid)::text from pg_stat_activity where query = 'listen yizhan_catalogue'");
        await().untilAsserted(() -> assertThat(listeners()).isGreaterThanOrEqualTo(2));

        publish(changed("工本费80元"));

        await().untilAsserted(() ->
                assertThat(replica.get().item(CatalogueFixture.ITEM).feeZh()).isEqualTo("工本费80元"));
    }

    @Test
    void aVersionWhoseAnnouncementWasLostIsFoundByLooking() throws Throwable {
        start(Duration.ofMillis(100));
        var current = replica.publication();
        publish(changed("工本费90元"));
        await().untilAsserted(() ->
                assertThat(replica.get().item(CatalogueFixture.ITEM).feeZh()).isEqualTo("工本费90元"));

        replica.swap(current);

        assertThat(replica.get().item(CatalogueFixture.ITEM).feeZh())
                .as("an older version never replaces a newer one")
                .isEqualTo("工本费90元");
    }

    private void start(Duration pollInterval) throws Throwable {
        follower = new CatalogueFollower(
                pool, connections, versions, load, replica, CatalogueSettings.polling(pollInterval));
        VertxContextSupport.subscribeAndAwait(follower::refresh);
        follower.start();
    }

    private static CatalogueFixture changed(String fee) {
        return CatalogueFixture.real().set(CatalogueFile.ITEMS, CatalogueFixture.ITEM, "fee", fee);
    }

    private void publish(CatalogueFixture files) throws Throwable {
        var order = new PublishCatalogue.Order(files.read(), "test", "test-request");
        VertxContextSupport.subscribeAndAwait(() -> publish.publish(order).replaceWithVoid());
    }

    private int listeners() {
        return Integer.parseInt(
                query("select count(*)::text from pg_stat_activity where query = 'listen yizhan_catalogue'"));
    }

    private String query(String sql) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> pool.query(sql)
                    .execute()
                    .map(found -> found.iterator().next().getString(0)));
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        }
    }
}
