package io.yizhan.calendar;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the notices say, by date. A notice belongs to one year but may name days of its neighbours, so days are found by
 * their date and never by the notice's year.
 */
final class HolidayTable {
    /**
     * Notices have named days of the December before their year (2018-12-29 to 31, 2022-12-31). A moved working weekend
     * of a New Year holiday cannot lie earlier than this.
     */
    private static final int FIRST_DECEMBER_DAY_OF_NEXT_NOTICE = 25;

    private final Map<LocalDate, PublicHoliday> days;
    private final Set<Integer> announcedYears;

    HolidayTable(Collection<PublicHoliday> days, Collection<HolidayNotice> notices) {
        if (notices.isEmpty()) {
            throw new IllegalArgumentException("A holiday table needs at least one notice");
        }
        this.days = days.stream().collect(toUnmodifiableMap(PublicHoliday::date, Function.identity()));
        this.announcedYears = notices.stream().map(HolidayNotice::year).collect(toUnmodifiableSet());
    }

    Optional<PublicHoliday> find(LocalDate date) {
        return Optional.ofNullable(days.get(date));
    }

    /** Whether a notice still to come may change this day. */
    boolean isProvisional(LocalDate date) {
        boolean belongsToNextNotice =
                date.getMonthValue() == 12 && date.getDayOfMonth() >= FIRST_DECEMBER_DAY_OF_NEXT_NOTICE;
        return !announcedYears.contains(date.getYear())
                || (belongsToNextNotice && !announcedYears.contains(date.getYear() + 1));
    }

    int firstAnnouncedYear() {
        return Collections.min(announcedYears);
    }

    int lastAnnouncedYear() {
        return Collections.max(announcedYears);
    }
}
