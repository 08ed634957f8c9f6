package io.yizhan.platform.pg;

import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;

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
    private static final int AFTER_THE_CHECK_OF_DURABILITY = 2;
    private static final long PATIENCE_SECONDS = 30;

    private final Pool pool;
    private final Supplier<Flyway> flyway;

    @Inject
    Migration(Pool pool, DedicatedConnections connections, PgConfig config) {
        this(pool, () -> flyway(connections, config));
    }

    /** @param flyway asked only when it is needed */
    Migration(Pool pool, Supplier<Flyway> flyway) {
        this.pool = pool;
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

    void migrate(@Observes @Priority(AFTER_THE_CHECK_OF_DURABILITY) StartupEvent start) {
        if (!isCurrent()) {
            flyway.get().migrate();
        }
    }

    private boolean isCurrent() {
        return history().equals(ShippedMigrations.read());
    }

    /** Empty before the first migration. */
    private Map<String, Integer> history() {
        try {
            var applied = new HashMap<String, Integer>();
            for (Row row : pool.query(HISTORY)
                    .execute()
                    .subscribeAsCompletionStage()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                applied.put(row.getString("script"), row.getInteger("checksum"));
            }
            return applied;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof PgException refused
                    && refused.getSqlState().equals(UNDEFINED_TABLE)) {
                return Map.of();
            }
            throw new IllegalStateException("PostgreSQL does not say what was migrated", failed);
        } catch (TimeoutException silent) {
            throw new IllegalStateException("PostgreSQL does not answer", silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", interrupted);
        }
    }
}
