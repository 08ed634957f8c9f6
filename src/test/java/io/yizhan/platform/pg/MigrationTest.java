package io.yizhan.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.yizhan.platform.stores.CarelessPostgres;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
    private static final String ONE_OF_THEM = "V1005";

    private static Vertx vertx;
    private static CarelessPostgres server;
    private static Pool pool;

    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void startServer() {
        vertx = Vertx.vertx();
        server = CarelessPostgres.with("fsync=off");
        var settings = server.settings();
        var options = PgConnectOptions.fromUri(settings.get("quarkus.datasource.reactive.url"))
                .setUser(settings.get("quarkus.datasource.username"))
                .setPassword(settings.get("quarkus.datasource.password"));
        pool = Pool.newInstance(
                PgBuilder.pool().connectingTo(options).using(vertx).build());
    }

    @AfterAll
    static void stopServer() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @BeforeEach
    void begin() {
        execute("drop schema public cascade");
        execute("create schema public");
    }

    @Test
    void migratesAFreshDatabaseAndLeavesAMigratedOneAlone() {
        start();
        assertThat(asked).hasValue(1);
        assertThat(applied()).isEqualTo(ShippedMigrations.read().size()).isGreaterThan(30);
        start();
        assertThat(asked).as("a second start has no use for Flyway").hasValue(1);
    }

    @Test
    void oneOfSeveralThatStartAtOnceMigrates() {
        var starts = Stream.generate(() -> CompletableFuture.runAsync(this::start))
                .limit(3)
                .toList();
        assertThat(starts).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofMinutes(1)));
        assertThat(applied()).isEqualTo(ShippedMigrations.read().size());
    }

    /** Otherwise every start would go through Flyway, only slower. */
    @Test
    void countsChecksumsAsFlywayDoes() {
        var flyways = Arrays.stream(flyway().info().all())
                .collect(Collectors.toMap(MigrationInfo::getScript, MigrationInfo::getChecksum));
        assertThat(ShippedMigrations.read()).isEqualTo(flyways);
    }

    @Test
    void migratesADatabaseOfAnEarlierBuild() {
        start();
        execute("drop index report_batch_with_rows");
        execute("delete from flyway_schema_history where script like '" + ONE_OF_THEM + "%'");
        start();
        assertThat(asked).hasValue(2);
        assertThat(applied()).isEqualTo(ShippedMigrations.read().size());
    }

    @Test
    void doesNotRunOnASchemaThatWasMadeOtherwise() {
        start();
        execute("update flyway_schema_history set checksum = checksum + 1 where script like 'V0300%'");
        assertThatThrownBy(this::start)
                .isInstanceOf(FlywayValidateException.class)
                .hasMessageContaining("0300");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update flyway_schema_history set success = false where script like 'V0300%'",
                "update flyway_schema_history set type = 'DELETE' where script like 'V0300%'",
                "insert into flyway_schema_history values"
                        + " (999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'somebody', now(), 1, true)"
            })
    void leavesWhatIsUnusualToFlyway(String damage) {
        start();
        execute(damage);
        assertThat(catchThrowable(this::start))
                .satisfiesAnyOf(nothing -> assertThat(nothing).isNull(), refused -> assertThat(refused)
                        .isInstanceOf(FlywayException.class));
        assertThat(asked).hasValue(2);
    }

    private void start() {
        var connection = new StartConnection(pool);
        try {
            new Migration(new OpeningQuestions(connection), this::asking).migrate(new StartupEvent());
        } finally {
            connection.handBack(new StartupEvent());
        }
    }

    private Flyway asking() {
        asked.incrementAndGet();
        return flyway();
    }

    private static Flyway flyway() {
        var settings = server.settings();
        return Migration.configured(
                settings.get("yizhan.pg.migration-url"),
                settings.get("quarkus.datasource.username"),
                settings.get("quarkus.datasource.password"));
    }

    private static int applied() {
        return pool.query("select count(*)::int from flyway_schema_history where success")
                .executeAndAwait()
                .iterator()
                .next()
                .getInteger(0);
    }

    private static void execute(String sql) {
        pool.query(sql).executeAndAwait();
    }
}
