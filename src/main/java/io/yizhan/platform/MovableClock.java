package io.yizhan.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that ticks like the hall's, but can be put forward or back: weeks of casework pass in a moment. Only where
 * {@code yizhan.clock.movable} says so, which production never does.
 */
public final class MovableClock extends Clock {
    private final Clock real;
    private final AtomicReference<Duration> ahead;

    MovableClock(Clock real) {
        this(real, new AtomicReference<>(Duration.ZERO));
    }

    private MovableClock(Clock real, AtomicReference<Duration> ahead) {
        this.real = real;
        this.ahead = ahead;
    }

    /** Puts the clock to a moment, from which it goes on. */
    public void moveTo(Instant moment) {
        ahead.set(Duration.between(real.instant(), moment));
    }

    public void advance(Duration by) {
        ahead.updateAndGet(before -> before.plus(by));
    }

    public void returnToPresent() {
        ahead.set(Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return real.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new MovableClock(real.withZone(zone), ahead);
    }
}
