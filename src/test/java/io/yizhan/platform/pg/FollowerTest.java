package io.yizhan.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A follower that never looks by itself, of a channel of its own. */
@QuarkusTest
class FollowerTest {
    private static final Duration NEVER = Duration.ofDays(1);

    /** What the class promises, and time for the look itself. */
    private static final Duration PROMISED = Duration.ofSeconds(10);

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    private final AtomicInteger looks = new AtomicInteger();
    private Detour detour;
    private Follower follower;

    @BeforeEach
    void takeADetour() {
        detour = new Detour(vertx);
    }

    @AfterEach
    void stop() {
        follower.stop();
    }

    private void follow(String channel) {
        follower = new Follower(detour.connections(), channel, this::look, Logger.getLogger(FollowerTest.class));
        follower.start(NEVER);
    }

    @Test
    void looksWhenItListensAgainAndAtEveryAnnouncementAfterThat() {
        follow("follower_test");
        await().until(() -> connections("listen follower_test") == 1);
        await().until(() -> looks.get() == 1);

        detour.block();
        query("select pg_terminate_backend(pid) from pg_stat_activity where query = $1", "listen follower_test");
        await().until(() -> connections("listen follower_test") == 0);
        query("select pg_notify($1, '')", "follower_test");
        assertThat(looks).as("nobody has heard that").hasValue(1);

        detour.mend();
        await().atMost(PROMISED).until(() -> looks.get() == 2);
        query("select pg_notify($1, '')", "follower_test");
        await().until(() -> looks.get() == 3);
    }

    @Test
    void takesWhatIsAnnouncedForItselfAndLooksForTheRest() {
        var heard = new CopyOnWriteArrayList<String>();
        follower = new Follower(
                detour.connections(),
                "follower_hears",
                payload -> Uni.createFrom().item(heard.add(payload)).replaceWithVoid(),
                this::look,
                Logger.getLogger(FollowerTest.class));
        follower.start(NEVER);
        await().until(() -> looks.get() == 1);

        query("select pg_notify('follower_hears', $1)", "this");

        await().until(() -> heard.equals(List.of("this")));
        assertThat(looks).hasValue(1);
    }

    private Uni<Void> look() {
        return Uni.createFrom().item(looks::incrementAndGet).replaceWithVoid();
    }

    @Test
    void keepsNoConnectionOnWhichItCannotListen() {
        var refused = new AtomicInteger();
        var log = java.util.logging.Logger.getLogger(FollowerTest.class.getName());
        var counting = new StreamHandler() {
            @Override
            public void publish(LogRecord told) {
                refused.incrementAndGet();
            }
        };
        log.addHandler(counting);

        follow("nobody can listen on this");

        await().until(() -> refused.get() > 3);
        await().until(() -> connections("listen nobody can listen on this") <= 1);
        assertThat(looks).hasValue(0);
        log.removeHandler(counting);
    }

    private long connections(String query) {
        return query("select count(*) from pg_stat_activity where query = $1", query)
                .iterator()
                .next()
                .getLong(0);
    }

    private RowSet<Row> query(String sql, String value) {
        return pool.preparedQuery(sql).execute(Tuple.of(value)).await().indefinitely();
    }
}
