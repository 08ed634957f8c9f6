package io.yizhan.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StartConnectionTest {
    /** Beyond what a request waits for this pool. */
    private static final int LATE_MILLIS = 1_500;

    @Inject
    Vertx vertx;

    @Test
    void waitsForAConnectionLongerThanARequestWould() throws Throwable {
        var pool = Detour.narrowPool(vertx);
        try {
            var only = pool.getConnection().await().indefinitely();
            var start = new StartConnection(pool);
            vertx.setTimer(LATE_MILLIS, late -> only.closeAndForget());

            var read = start.await(connection -> connection.query("select 1").execute());

            assertThat(read.iterator().next().getInteger(0)).isOne();
        } finally {
            pool.closeAndForget();
        }
    }
}
