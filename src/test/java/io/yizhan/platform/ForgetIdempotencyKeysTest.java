package io.yizhan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.pg.ForgetIdempotencyKeys;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ForgetIdempotencyKeysTest {
    @Inject
    Pool pool;

    @Inject
    ForgetIdempotencyKeys forgetting;

    @Test
    void remembersAKeyForSevenDays() {
        var fresh = remembered(Duration.ofDays(6).plusHours(23));
        var old = remembered(Duration.ofDays(7).plusHours(1));

        var forgotten = forgetting.forget().await().indefinitely();

        assertThat(forgotten).isPositive();
        assertThat(isThere(fresh)).isTrue();
        assertThat(isThere(old)).isFalse();
    }

    private String remembered(Duration age) {
        var key = UUID.randomUUID().toString();
        pool.preparedQuery("""
                        insert into idempotency (caller, operation, key, fingerprint, status, resource, body, created_at)
                        values ('test', 'test', $1, '\\x00', 201, gen_random_uuid(), '', $2)
                        """)
                .execute(Tuple.of(key, OffsetDateTime.now().minus(age)))
                .await()
                .indefinitely();
        return key;
    }

    private boolean isThere(String key) {
        return pool.preparedQuery("select 1 from idempotency where key = $1")
                        .execute(Tuple.of(key))
                        .await()
                        .indefinitely()
                        .size()
                == 1;
    }
}
