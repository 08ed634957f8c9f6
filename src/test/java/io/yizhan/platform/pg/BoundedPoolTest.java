package io.yizhan.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BoundedPoolTest {
    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    SmallRyeConfig config;

    @Inject
    PgProblems problems;

    @ParameterizedTest
    @CsvSource({
        "application_name, yizhan",
        "lock_timeout, 1s",
        "statement_timeout, 10s",
        "idle_in_transaction_session_timeout, 10s"
    })
    void tellsTheServerItsLimits(String setting, String value) {
        var row = pool.query("show " + setting)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next();
        assertThat(row.getString(0)).isEqualTo(value);
    }

    @Test
    void answersBusyWhenNobodyMayWaitAnyMore() {
        var input = new Input();
        var small = new BoundedPool(limits(1, Duration.ofSeconds(30)), new DedicatedConnections()).create(input);
        try {
            var asked = new ArrayList<CompletableFuture<?>>();
            for (var i = 0; i < 4; i++) {
                asked.add(small.query("select pg_sleep(0.3)")
                        .execute()
                        .toCompletionStage()
                        .toCompletableFuture());
            }
            assertThat(asked).extracting(this::typeOfFailure).contains(ProblemType.SERVICE_BUSY);
            assertThat(asked).filteredOn(one -> !one.isCompletedExceptionally()).isNotEmpty();
        } finally {
            small.close();
        }
    }

    @Test
    void answersBusyWhenNoConnectionComesFreeInTime() {
        var small = new BoundedPool(limits(10, Duration.ofMillis(100)), new DedicatedConnections()).create(new Input());
        try {
            var holding = small.getConnection()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            var waiting = small.query("select 1").execute().toCompletionStage().toCompletableFuture();
            assertThat(typeOfFailure(waiting)).isEqualTo(ProblemType.SERVICE_BUSY);
            holding.close().toCompletionStage().toCompletableFuture().join();
        } finally {
            small.close();
        }
    }

    @Test
    void keepsLongStatementsPrepared() {
        var input = new Input();
        new BoundedPool(config.getConfigMapping(PgConfig.class), new DedicatedConnections())
                .create(input)
                .close();
        var connection = input.pgConnectOptionsList().get(0);
        assertThat(connection.getPreparedStatementCacheMaxSize()).isEqualTo(512);
        var cached = connection.getPreparedStatementCacheSqlFilter();
        assertThat(cached.test("x".repeat(32_768))).isTrue();
        assertThat(cached.test("x".repeat(32_769))).isFalse();
    }

    @Test
    void noticesAServerThatFellSilent() {
        var input = new Input();
        new BoundedPool(config.getConfigMapping(PgConfig.class), new DedicatedConnections())
                .create(input)
                .close();
        var connection = input.pgConnectOptionsList().get(0);
        assertThat(connection.getTcpUserTimeout()).isEqualTo(12_000);
        assertThat(connection.isTcpKeepAlive()).isTrue();
    }

    private ProblemType typeOfFailure(CompletableFuture<?> asked) {
        try {
            asked.join();
            return null;
        } catch (CompletionException failure) {
            return problems.of(failure.getCause()).map(Problem::type).orElse(null);
        }
    }

    private static PgConfig limits(int maxWaiting, Duration acquireTimeout) {
        return new SmallRyeConfigBuilder()
                .withMapping(PgConfig.class)
                .withDefaultValue("yizhan.pg.max-waiting", Integer.toString(maxWaiting))
                .withDefaultValue("yizhan.pg.acquire-timeout", acquireTimeout.toString())
                .withConverter(Duration.class, 1, new DurationConverter())
                .build()
                .getConfigMapping(PgConfig.class);
    }

    /** One connection to the database of this test run. */
    private final class Input implements PgPoolCreator.Input {
        private final List<PgConnectOptions> connections =
                List.of(PgConnectOptions.fromUri(config.getValue("quarkus.datasource.reactive.url", String.class))
                        .setUser(config.getValue("quarkus.datasource.username", String.class))
                        .setPassword(config.getValue("quarkus.datasource.password", String.class)));

        @Override
        public Vertx vertx() {
            return vertx;
        }

        @Override
        public PoolOptions poolOptions() {
            return new PoolOptions().setMaxSize(1);
        }

        @Override
        public List<PgConnectOptions> pgConnectOptionsList() {
            return connections;
        }
    }
}
