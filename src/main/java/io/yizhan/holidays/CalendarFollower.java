package io.yizhan.holidays;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.calendar.CurrentCalendar;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.platform.pg.DedicatedConnections;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this instance counting by the newest notice: it listens on a connection of its own, listens again when that is lost, and
 * looks by itself now and then, because the word can be lost with the connection.
 */
@Singleton
public final class CalendarFollower {
    /** Carries the edition the moment it is committed. */
    static final String CHANNEL = "yizhan_calendar";

    private static final Logger LOG = Logger.getLogger(CalendarFollower.class);
    private static final String LISTEN = "listen " + CHANNEL;
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    private final Pool pool;
    private final DedicatedConnections connections;
    private final Notices notices;
    private final CurrentCalendar calendar;
    private final HolidaysConfig config;
    private final AtomicReference<@Nullable PgConnection> listening = new AtomicReference<>();
    private volatile @Nullable Cancellable polling;
    private volatile boolean stopped;

    CalendarFollower(
            Pool pool,
            DedicatedConnections connections,
            Notices notices,
            CurrentCalendar calendar,
            HolidaysConfig config) {
        this.pool = pool;
        this.connections = connections;
        this.notices = notices;
        this.calendar = calendar;
        this.config = config;
    }

    /** Brings this instance to the newest notice, if it is behind: whoever counts anew because of a notice asks for it first. */
    public Uni<Void> refresh() {
        return notices.latestEdition(pool)
                .chain(latest ->
                        latest > calendar.edition() ? load() : Uni.createFrom().voidItem());
    }

    private Uni<Void> load() {
        return notices.list(pool)
                .invoke(stored -> calendar.swap(stored.edition(), WorkingDayCalendar.of(stored.table())))
                .replaceWithVoid();
    }

    /** Starts to follow; to be called once. */
    void start() {
        listen();
        polling = Multi.createFrom()
                .ticks()
                .startingAfter(config.pollInterval())
                .every(config.pollInterval())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> refreshQuietly())
                .subscribe()
                .with(refreshed -> {}, failure -> LOG.error("no longer looking for newer holiday notices", failure));
    }

    private void listen() {
        connections
                .open()
                .chain(this::subscribe)
                .onFailure()
                .invoke(failure -> LOG.warnf("cannot listen for holiday notices yet: %s", failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .until(failure -> !stopped)
                .call(this::refreshQuietly)
                .subscribe()
                .with(
                        subscribed -> LOG.debug("listening for holiday notices"),
                        failure -> LOG.debug("no longer listening for holiday notices"));
    }

    private Uni<Void> subscribe(PgConnection connection) {
        listening.set(connection);
        connection.notificationHandler(notification ->
                refreshQuietly().subscribe().with(refreshed -> LOG.debug("looked for a newer holiday notice")));
        connection.exceptionHandler(failure -> LOG.debugf("listening connection: %s", failure.getMessage()));
        connection.closeHandler(() -> lost(connection));
        return connection.query(LISTEN).execute().replaceWithVoid();
    }

    private void lost(PgConnection connection) {
        if (!stopped && listening.compareAndSet(connection, null)) {
            LOG.warn("the connection that announces holiday notices was lost, listening again");
            listen();
        }
    }

    /** An instance that cannot look goes on counting by what it has. */
    private Uni<Void> refreshQuietly() {
        return refresh()
                .onFailure()
                .invoke(failure -> LOG.warnf("cannot look for a newer holiday notice: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Before the pool closes, which would look like a lost connection. */
    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        var ticking = polling;
        if (ticking != null) {
            ticking.cancel();
        }
        var connection = listening.getAndSet(null);
        if (connection != null) {
            connection.closeAndForget();
        }
    }
}
