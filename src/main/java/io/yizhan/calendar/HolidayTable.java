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

    /** Also what a later notice has overruled. */
    private final List<PublicHoliday> named;

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
        this.named = List.copyOf(days);
        days.forEach(day -> this.days.put(day.date(), day));
        this.announcedYears = notices.stream().map(HolidayNotice::year).collect(toUnmodifiableSet());
        this.latest = notices.get(notices.size() - 1);
    }

    /** The table this release ships: 2015 to 2026. */
    public static HolidayTable shipped() {
        return HolidayTableReader.shipped();
    }

    /** The notices of that table, without the days they name: reading those takes a while. */
    public static List<HolidayNotice> shippedNotices() {
        return HolidayTableReader.shippedNotices();
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

    /** The table as it was when this notice was the latest; this one when the notice is not in it. */
    HolidayTable asOf(String notice) {
        var then = new LinkedHashMap<String, HolidayNotice>();
        for (var one : notices.values()) {
            then.put(one.id(), one);
            if (one.id().equals(notice)) {
                return new HolidayTable(
                        named.stream()
                                .filter(day -> then.containsKey(day.notice()))
                                .toList(),
                        List.copyOf(then.values()));
            }
        }
        return this;
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
