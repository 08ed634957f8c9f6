package io.yizhan.calendar;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the notices say, by date. A notice belongs to one year but may name days of its neighbours, so days are found by
 * their date and never by the notice's year.
 */
public final class HolidayTable {
    /**
     * Notices have named days of the December before their year (2018-12-29 to 31, 2022-12-31). A moved working weekend
     * of a New Year holiday cannot lie earlier than this.
     */
    private static final int FIRST_DECEMBER_DAY_OF_NEXT_NOTICE = 25;

    private final Map<LocalDate, PublicHoliday> days = new TreeMap<>();
    private final Map<String, HolidayNotice> notices = new LinkedHashMap<>();
    private final Set<Integer> announcedYears;
    private final HolidayNotice latest;

    /**
     * @param days of a date that several notices name, the last one counts
     * @param notices in the order they came
     */
    public HolidayTable(Collection<PublicHoliday> days, List<HolidayNotice> notices) {
        if (notices.isEmpty()) {
            throw new IllegalArgumentException("A holiday table needs at least one notice");
        }
        notices.forEach(notice -> this.notices.put(notice.id(), notice));
        days.forEach(day -> this.days.put(day.date(), day));
        this.announcedYears = notices.stream().map(HolidayNotice::year).collect(toUnmodifiableSet());
        this.latest = notices.get(notices.size() - 1);
    }

    /** The table this release ships: 2015 to 2026. */
    public static HolidayTable shipped() {
        return HolidayTableReader.shipped();
    }

    public Optional<PublicHoliday> find(LocalDate date) {
        return Optional.ofNullable(days.get(date));
    }

    /** Everything any notice names, by date. */
    public Collection<PublicHoliday> days() {
        return Collections.unmodifiableCollection(days.values());
    }

    /** In the order they came. */
    public Collection<HolidayNotice> notices() {
        return Collections.unmodifiableCollection(notices.values());
    }

    /** The notice that names a day. */
    public HolidayNotice notice(PublicHoliday day) {
        return Objects.requireNonNull(notices.get(day.notice()), day.notice());
    }

    /** The one that came last. */
    public HolidayNotice latestNotice() {
        return latest;
    }

    public boolean isAnnounced(int year) {
        return announcedYears.contains(year);
    }

    /** Whether a notice published after {@code from} names a day up to {@code to}: who counted at {@code from} did not know it. */
    public boolean isNamedLater(LocalDate from, LocalDate to) {
        return from.datesUntil(to.plusDays(1))
                .flatMap(date -> find(date).stream())
                .anyMatch(day -> notice(day).publishedOn().isAfter(from));
    }

    /** Whether a year's notice may name this day: it lies in the year, or at the end of the December before. */
    public static boolean mayName(int year, LocalDate date) {
        return date.getYear() == year || (date.getYear() == year - 1 && isEndOfDecember(date));
    }

    /** Whether a notice still to come may change this day. */
    boolean isProvisional(LocalDate date) {
        return !announcedYears.contains(date.getYear())
                || (isEndOfDecember(date) && !announcedYears.contains(date.getYear() + 1));
    }

    private static boolean isEndOfDecember(LocalDate date) {
        return date.getMonthValue() == 12 && date.getDayOfMonth() >= FIRST_DECEMBER_DAY_OF_NEXT_NOTICE;
    }

    public int firstAnnouncedYear() {
        return Collections.min(announcedYears);
    }

    public int lastAnnouncedYear() {
        return Collections.max(announcedYears);
    }
}
