package io.yizhan.calendar;

import java.time.Instant;

/**
 * A time in which the clock stands still (hearing, inspection, expert review, corrections), from {@code from} until
 * just before {@code to}.
 *
 * <p>A stop that is still running has no end, hence its case no due date; asked with the end the applicant was told
 * (Administrative Licensing Law, article 45) the answer is an estimate.
 */
public record Stop(Instant from, Instant to) {
    public Stop {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("A stop must end after it begins");
        }
    }
}
