package io.yizhan.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The sessions that ended while access tokens of them may still be valid, so that signing out takes effect at once.
 *
 * <p>The truth is {@code session.revoked_at}. This instance learns of its own revocations directly and of everyone's by
 * {@code listen session_ended}; whenever that connection is made anew it reads what it may have missed. It holds one
 * connection of the pool for good.
 */
@Singleton
final class EndedSessions {
    /** The payload is a session id. */
    static final String NOTIFICATION = "session_ended";

    private static final Logger LOG = Logger.getLogger(EndedSessions.class);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long MOST = 1_000_000;

    private static final String LISTEN = "listen " + NOTIFICATION;
    private static final String RECENT = "select id from session where revoked_at > $1";

    private final Pool pool;
    private final Vertx vertx;
    private final Clock clock;
    private final Duration memory;
    private final Cache<String, Boolean> ended;
    private volatile boolean isStopped;

    EndedSessions(Pool pool, Vertx vertx, Clock clock, TokenConfig config) {
        this.pool = pool;
        this.vertx = vertx;
        this.clock = clock;
        this.memory = config.accessLifetime().plus(CLOCKS_DIFFER);
        this.ended = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MOST)
                .expireAfterWrite(memory)
                .build();
    }

    boolean contains(String sessionId) {
        return ended.getIfPresent(sessionId) != null;
    }

    void add(UUID session) {
        ended.put(session.toString(), Boolean.TRUE);
    }

    void start(@Observes StartupEvent started) {
        listen();
    }

    void stop(@Observes ShutdownEvent stopping) {
        isStopped = true;
    }

    private void listen() {
        pool.getConnection().chain(this::listenOn).subscribe().with(this::listenAgainWhenLost, this::retry);
    }

    private Uni<PgConnection> listenOn(SqlConnection connection) {
        var postgres = PgConnection.cast(connection.getDelegate());
        postgres.notificationHandler(this::noticed);
        return connection
                .query(LISTEN)
                .execute()
                .chain(listening -> readMissed(connection))
                .replaceWith(postgres)
                .onFailure()
                .call(failed -> connection.close());
    }

    private void listenAgainWhenLost(PgConnection connection) {
        connection.closeHandler(lost -> listenAgain());
    }

    /** After listening began, so that nothing falls between. */
    private Uni<RowSet<Row>> readMissed(SqlConnection connection) {
        return connection
                .preparedQuery(RECENT)
                .execute(Tuple.of(Values.time(clock.instant().minus(memory))))
                .invoke(rows -> rows.forEach(row -> add(row.getUUID("id"))));
    }

    private void noticed(PgNotification notification) {
        if (NOTIFICATION.equals(notification.getChannel())) {
            ended.put(notification.getPayload(), Boolean.TRUE);
        }
    }

    private void retry(Throwable failure) {
        LOG.warnf(
                "cannot listen for ended sessions, trying again: %s",
                failure.getClass().getSimpleName());
        listenAgain();
    }

    private void listenAgain() {
        if (!isStopped) {
            vertx.setTimer(PAUSE.toMillis(), due -> listen());
        }
    }
}
