package io.yizhan.holidays;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Has the notices in their table and this instance counting by them before anything counts. */
@Singleton
final class HolidaysStart {
    private static final int BEFORE_THE_CATALOGUE = 400;

    private final LoadNotice load;
    private final CalendarFollower follower;

    HolidaysStart(LoadNotice load, CalendarFollower follower) {
        this.load = load;
        this.follower = follower;
    }

    void start(@Observes @Priority(BEFORE_THE_CATALOGUE) StartupEvent event) throws Throwable {
        VertxContextSupport.subscribeAndAwait(
                () -> load.importShipped().invoke(follower::take).replaceWithVoid());
        follower.start();
    }
}
