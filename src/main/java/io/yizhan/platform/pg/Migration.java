package io.yizhan.platform.pg;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schema to what this build ships, before anything else of the start uses it. Flyway does it, over JDBC, and holds its lock
 * meanwhile, so that of several instances one migrates and the others wait.
 *
 * <p>At most starts there is nothing to do, and Flyway would need a quarter of a second to find out. So its own history is read first:
 * when it holds exactly the migrations of this build, each applied and with the same checksum, neither Flyway nor JDBC is touched. In any
 * other case it is Flyway's to migrate, to wait or to refuse.
 */
@Singleton
final class Migration {
    /** Undone, repaired or failed migrations are for Flyway to judge; they have other types or no success. */
    private static final String HISTORY = """
            select script
                 , case when success and type = 'SQL' then checksum end as checksum
            from flyway_schema_history
            """;

    private static final String UNDEFINED_TABLE = "42P01";
    private static final int BEFORE_THE_CHECK_OF_DURABILITY = 0;
    private static final int AFTER_THE_CHECK_OF_DURABILITY = 2;

    private final OpeningQuestions questions;
    private final Supplier<Flyway> flyway;
    private @Nullable Map<String, Integer> shipped;

    @Inject
    Migration(OpeningQuestions questions, DedicatedConnections connections, PgConfig config) {
        this(questions, () -> flyway(connections, config));
    }

    /** @param flyway asked only when it is needed */
    Migration(OpeningQuestions questions, Supplier<Flyway> flyway) {
        this.questions = questions;
        this.flyway = flyway;
    }

    private static Flyway flyway(DedicatedConnections connections, PgConfig config) {
        var url = config.migrationUrl()
                .orElseThrow(() -> new IllegalStateException(
                        "yizhan.pg.migration-url is not set: it must be the JDBC URL of the database"));
        return configured(url, connections.user(), connections.password());
    }

    /** Numbers belong to features, so a later migration of an earlier feature has the lower number. */
    static Flyway configured(String url, String user, String password) {
        return Flyway.configure()
                .loggers("slf4j")
                .dataSource(url, user, password)
                .locations("classpath:" + ShippedMigrations.FOLDER)
                .failOnMissingLocations(true)
                .outOfOrder(true)
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load();
    }

    /** While the first answer of PostgreSQL is on its way. */
    void prepare(@Observes @Priority(BEFORE_THE_CHECK_OF_DURABILITY) StartupEvent start) {
        shipped = ShippedMigrations.read();
    }

    void migrate(@Observes @Priority(AFTER_THE_CHECK_OF_DURABILITY) StartupEvent start) {
        if (!isCurrent()) {
            flyway.get().migrate();
        }
    }

    private boolean isCurrent() {
        var shippedHere = shipped;
        return questions.history().equals(shippedHere == null ? ShippedMigrations.read() : shippedHere);
    }

    /** What was applied, by file name, with its checksum; empty before the first migration. */
    static Uni<Map<String, Integer>> history(SqlClient client) {
        return client.query(HISTORY)
                .execute()
                .map(Migration::applied)
                .onFailure(Migration::isBeforeTheFirst)
                .recoverWithItem(Map.of());
    }

    private static Map<String, Integer> applied(RowSet<Row> rows) {
        var applied = new HashMap<String, Integer>();
        for (var row : rows) {
            applied.put(row.getString("script"), row.getInteger("checksum"));
        }
        return applied;
    }

    private static boolean isBeforeTheFirst(Throwable failure) {
        return failure instanceof PgException refused && UNDEFINED_TABLE.equals(refused.getSqlState());
    }
}
