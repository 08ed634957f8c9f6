package io.yizhan.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.yizhan.platform.stores.CarelessPostgres;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DurabilityCheckTest {
    private static Vertx vertx;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void check(CarelessPostgres server) {
        new DurabilityCheck(new OpeningQuestions(new StartConnection(pool(server, Map.of()))))
                .check(new StartupEvent());
    }

    @Test
    void refusesToStartOnAServerThatDoesNotWriteToTheDisk() throws Exception {
        try (var careless = CarelessPostgres.with("fsync=off", "full_page_writes=off", "synchronous_commit=off")) {
            assertThatThrownBy(() -> check(careless))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("The database would lose acknowledged data after a crash: set fsync=on and"
                            + " full_page_writes=on and synchronous_commit=on on the PostgreSQL server.");
        }
    }

    @Test
    void readsWhatItsOwnConnectionsGet() throws Exception {
        try (var server = CarelessPostgres.with("fsync=on")) {
            assertThatCode(() -> check(server)).doesNotThrowAnyException();
            for (var weak : new String[] {"off", "local", "remote_write"}) {
                assertThat(DurabilityCheck.weakSettings(pool(server, Map.of("synchronous_commit", weak)))
                                .await()
                                .indefinitely())
                        .containsExactly("synchronous_commit=on");
            }
            assertThat(DurabilityCheck.weakSettings(pool(server, Map.of("synchronous_commit", "remote_apply")))
                            .await()
                            .indefinitely())
                    .isEmpty();
        }
    }

    private static Pool pool(CarelessPostgres server, Map<String, String> properties) {
        var settings = server.settings();
        var options = PgConnectOptions.fromUri(settings.get("quarkus.datasource.reactive.url"))
                .setUser(settings.get("quarkus.datasource.username"))
                .setPassword(settings.get("quarkus.datasource.password"));
        properties.forEach(options::addProperty);
        return Pool.newInstance(
                PgBuilder.pool().connectingTo(options).using(vertx).build());
    }
}
