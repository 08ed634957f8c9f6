package io.yizhan.holidays;

import io.quarkus.runtime.StartupEvent;
import io.yizhan.platform.pg.StartConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Has the notices in their table and this instance counting by them before anything counts. */
@Singleton
final class HolidaysStart {
    private static final int BEFORE_THE_CATALOGUE = 400;

    private final StartConnection connection;
    private final LoadNotice load;
    private final CalendarFollower follower;

    HolidaysStart(StartConnection connection, LoadNotice load, CalendarFollower follower) {
        this.connection = connection;
        this.load = load;
        this.follower = follower;
    }

    void start(@Observes @Priority(BEFORE_THE_CATALOGUE) StartupEvent event) throws Throwable {
        connection.await(
                reading -> load.importShipped(reading).invoke(follower::take).replaceWithVoid());
        follower.start();
    }
}
