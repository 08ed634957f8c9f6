package io.yizhan.platform;

import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneId;

/**
 * The one source of the present moment. Its zone is the business zone: dates are Beijing dates wherever a server runs. It
 * ticks in milliseconds, which PostgreSQL keeps exactly: a moment read back is the moment that was answered.
 */
public final class HallClock {
    public static final ZoneId BUSINESS_ZONE = ZoneId.of("Asia/Shanghai");

    private HallClock() {}

    /** Without a proxy: every request asks what time it is. */
    @Produces
    @Singleton
    static Clock clock(ClockConfig config, MovableClock movable) {
        return config.movable() ? movable : real();
    }

    @Produces
    @Singleton
    @Typed(MovableClock.class)
    static MovableClock movable() {
        return new MovableClock(real());
    }

    private static Clock real() {
        return Clock.tickMillis(BUSINESS_ZONE);
    }
}
