package io.yizhan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StartTest {
    @Inject
    Pool pool;

    @Test
    void migratesAFreshDatabaseThatIsDurable() {
        var row = pool.query("select current_setting('fsync'), current_setting('synchronous_commit'),"
                        + " (select count(*) from flyway_schema_history)")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next();
        assertThat(row.getString(0)).isEqualTo("on");
        assertThat(row.getString(1)).isEqualTo("on");
        assertThat(row.getLong(2)).isPositive();
    }
}
