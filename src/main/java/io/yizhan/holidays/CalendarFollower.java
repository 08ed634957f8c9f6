package io.yizhan.holidays;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.calendar.CurrentCalendar;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.platform.pg.DedicatedConnections;
import io.yizhan.platform.pg.Follower;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Keeps this instance counting by the newest notice. */
@Singleton
public final class CalendarFollower {
    /** Carries the edition the moment it is committed. */
    static final String CHANNEL = "yizhan_calendar";

    private final Pool pool;
    private final Notices notices;
    private final CurrentCalendar calendar;
    private final HolidaysConfig config;
    private final Follower follower;

    CalendarFollower(
            Pool pool,
            DedicatedConnections connections,
            Notices notices,
            CurrentCalendar calendar,
            HolidaysConfig config) {
        this.pool = pool;
        this.notices = notices;
        this.calendar = calendar;
        this.config = config;
        this.follower = new Follower(connections, CHANNEL, this::refresh, Logger.getLogger(CalendarFollower.class));
    }

    Uni<Void> refresh() {
        return pool.withConnection(this::refreshIn);
    }

    /**
     * Brings this instance to the newest notice, if it is behind: whoever counts anew because of a notice asks for it first, in its
     * own transaction, because it would hold one connection while it waits for another.
     */
    public Uni<Void> refreshIn(SqlConnection connection) {
        return notices.latestEdition(connection)
                .chain(latest -> latest > calendar.edition()
                        ? load(connection)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> load(SqlConnection connection) {
        return notices.list(connection).invoke(this::take).replaceWithVoid();
    }

    /** Counts by these from now on. */
    void take(Notices.Stored stored) {
        calendar.swap(stored.edition(), WorkingDayCalendar.of(stored.table()));
    }

    void start() {
        follower.startSoon(config.pollInterval());
    }

    void stop(@Observes ShutdownEvent event) {
        follower.stop();
    }
}
