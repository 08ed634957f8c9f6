package io.yizhan.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.pg.DedicatedConnections;
import io.yizhan.platform.pg.Follower;
import io.yizhan.platform.pg.StartConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The sessions that ended while access tokens of them may still be valid, so that signing out takes effect at once.
 *
 * <p>The truth is {@code session.revoked_at}. This instance learns of its own revocations directly and of everyone's by
 * {@code listen session_ended}; whenever it listens anew, and now and then, it reads what it may have missed.
 */
@Singleton
final class EndedSessions {
    /** The payload is a session id. */
    static final String NOTIFICATION = "session_ended";

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final Duration POLL_INTERVAL = Duration.ofMinutes(1);

    /** The connection to listen on would be opened by the event loop that is to open the server's port. */
    private static final Duration UNTIL_SERVING = Duration.ofMillis(200);

    private static final long MOST = 1_000_000;

    private static final String RECENT = "select id from session where revoked_at > $1";

    private final StartConnection connection;
    private final Pool pool;
    private final Clock clock;
    private final Duration memory;
    private final Cache<String, Boolean> ended;
    private final AtomicInteger count = new AtomicInteger();
    private final Follower follower;

    EndedSessions(
            StartConnection connection, Pool pool, DedicatedConnections connections, Clock clock, TokenConfig config) {
        this.connection = connection;
        this.pool = pool;
        this.clock = clock;
        this.memory = config.accessLifetime().plus(CLOCKS_DIFFER);
        this.ended = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MOST)
                .expireAfterWrite(memory)
                .build();
        this.follower = new Follower(
                connections, NOTIFICATION, this::hear, this::readMissed, Logger.getLogger(EndedSessions.class));
    }

    boolean contains(String sessionId) {
        return ended.getIfPresent(sessionId) != null;
    }

    /** Grows with each that is added: a session that was not among them after this was read is not, while this stays the same. */
    int count() {
        return count.get();
    }

    void add(UUID session) {
        add(session.toString());
    }

    private void add(String session) {
        ended.put(session, Boolean.TRUE);
        count.incrementAndGet();
    }

    private Uni<Void> hear(String session) {
        add(session);
        return Uni.createFrom().voidItem();
    }

    /** What has ended is known before anybody is served; what ends from then on, as soon as the first answers are given. */
    void start(@Observes StartupEvent started) throws Throwable {
        connection.await(this::readMissed);
        follower.startSoon(POLL_INTERVAL, UNTIL_SERVING);
    }

    void stop(@Observes ShutdownEvent stopping) {
        follower.stop();
    }

    private Uni<Void> readMissed() {
        return readMissed(pool);
    }

    private Uni<Void> readMissed(SqlClient client) {
        return client.preparedQuery(RECENT)
                .execute(Tuple.of(Values.time(clock.instant().minus(memory))))
                .invoke(rows -> rows.forEach(row -> add(row.getUUID("id"))))
                .replaceWithVoid();
    }
}
