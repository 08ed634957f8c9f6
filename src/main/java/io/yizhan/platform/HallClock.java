package io.yizhan.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;

/** The one source of the present moment. Its zone is the business zone: dates are Beijing dates wherever a server runs. */
public final class HallClock {
    public static final ZoneId BUSINESS_ZONE = ZoneId.of("Asia/Shanghai");

    /** As fine as PostgreSQL keeps it: a moment read back is the moment that was answered. */
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    private HallClock() {}

    @Produces
    @ApplicationScoped
    static Clock clock() {
        return Clock.tick(Clock.system(BUSINESS_ZONE), MICROSECOND);
    }
}
