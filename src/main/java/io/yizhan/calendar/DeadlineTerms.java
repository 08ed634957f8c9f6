package io.yizhan.calendar;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that decides when a case is due, besides the calendar and the closing time.
 *
 * @param stops in any order; they may overlap
 * @param extensionDays days granted beyond the limit, in the limit's unit
 */
public record DeadlineTerms(Instant acceptedAt, Limit limit, List<Stop> stops, int extensionDays) {
    public DeadlineTerms {
        stops = List.copyOf(stops);
        if (extensionDays < 0) {
            throw new IllegalArgumentException("An extension must not be negative: " + extensionDays);
        }
    }

    public static DeadlineTerms of(Instant acceptedAt, Limit limit) {
        return new DeadlineTerms(acceptedAt, limit, List.of(), 0);
    }

    public DeadlineTerms stopped(Stop stop) {
        return new DeadlineTerms(
                acceptedAt,
                limit,
                Stream.concat(stops.stream(), Stream.of(stop)).toList(),
                extensionDays);
    }

    public DeadlineTerms extendedBy(int days) {
        return new DeadlineTerms(acceptedAt, limit, stops, extensionDays + days);
    }

    int totalDays() {
        return limit.days() + extensionDays;
    }
}
