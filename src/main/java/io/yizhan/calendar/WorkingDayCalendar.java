package io.yizhan.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Statutory working days of mainland China: Monday to Friday, changed by the State Council's yearly notices. Immutable;
 * every answer is an array read.
 *
 * <p>Years without a notice follow the weekday rule and are {@linkplain #isProvisional provisional}: what was computed
 * with them is computed again when the notice comes. A day a hall is shut for its own reasons is still a working day
 * here. Dates outside {@link #firstDay()} to {@link #lastDay()} fail with {@link OutsideCalendar}.
 */
public final class WorkingDayCalendar {
    /** Room for the longest limits and stops of a case accepted in the last announced year. */
    private static final int PROVISIONAL_YEARS = 10;

    private final HolidayTable holidays;

    /** By the notice that was the latest then. */
    private final Map<String, WorkingDayCalendar> earlier = new ConcurrentHashMap<>();

    private final LocalDate firstDay;
    private final LocalDate lastDay;

    /** By day since {@link #firstDay}: how many working days there are up to and including it. */
    private final int[] workingDaysUpTo;

    /** By working day, the first being 0: its distance from {@link #firstDay} in days. */
    private final int[] workingDays;

    private WorkingDayCalendar(HolidayTable holidays) {
        this.holidays = holidays;
        this.firstDay = LocalDate.of(holidays.firstAnnouncedYear(), 1, 1);
        this.lastDay = LocalDate.of(holidays.lastAnnouncedYear() + PROVISIONAL_YEARS, 12, 31);
        int length = Math.toIntExact(ChronoUnit.DAYS.between(firstDay, lastDay)) + 1;
        int[] upTo = new int[length];
        int[] working = new int[length];
        int count = 0;
        for (int day = 0; day < length; day++) {
            if (isWorking(firstDay.plusDays(day))) {
                working[count++] = day;
            }
            upTo[day] = count;
        }
        this.workingDaysUpTo = upTo;
        this.workingDays = Arrays.copyOf(working, count);
    }

    public static WorkingDayCalendar of(HolidayTable holidays) {
        return new WorkingDayCalendar(holidays);
    }

    /** The calendar as it was when this notice was the latest; this one when it is so, or nobody knows the notice here. */
    public WorkingDayCalendar asOf(String notice) {
        return notice.equals(holidays.latestNotice().id())
                ? this
                : earlier.computeIfAbsent(notice, then -> of(holidays.asOf(then)));
    }

    /** The calendar of the notices this release ships, 2015 to 2026, and ten provisional years. */
    public static WorkingDayCalendar shipped() {
        return of(HolidayTable.shipped());
    }

    public LocalDate firstDay() {
        return firstDay;
    }

    public LocalDate lastDay() {
        return lastDay;
    }

    public boolean isWorkingDay(LocalDate date) {
        int day = indexOf(date);
        return workingDaysUpTo[day] > (day == 0 ? 0 : workingDaysUpTo[day - 1]);
    }

    /**
     * The {@code n}-th working day after {@code date}; {@code date} itself, working or not, when {@code n} is 0.
     *
     * @throws IllegalArgumentException when {@code n} is negative
     */
    public LocalDate addWorkingDays(LocalDate date, int n) {
        if (n < 0) {
            throw new IllegalArgumentException("Working days to add must not be negative: " + n);
        }
        int day = indexOf(date);
        if (n == 0) {
            return date;
        }
        if (n > workingDays.length - workingDaysUpTo[day]) {
            throw new OutsideCalendar(date + " + " + n + " working days", firstDay, lastDay);
        }
        return firstDay.plusDays(workingDays[workingDaysUpTo[day] + n - 1]);
    }

    /**
     * Working days after {@code from} up to and including {@code to}, so that
     * {@code workingDaysBetween(d, addWorkingDays(d, n)) == n}. Negative when {@code to} is the earlier one.
     */
    public int workingDaysBetween(LocalDate from, LocalDate to) {
        return workingDaysUpTo[indexOf(to)] - workingDaysUpTo[indexOf(from)];
    }

    public int workingDaysIn(int year) {
        LocalDate first = require(LocalDate.of(year, 1, 1));
        return workingDaysBetween(first, LocalDate.of(year, 12, 31)) + (isWorkingDay(first) ? 1 : 0);
    }

    /** Whether a notice still to come may change this day: its year has none, or next year's may name it (late December). */
    public boolean isProvisional(LocalDate date) {
        return holidays.isProvisional(date);
    }

    /** The notices it was built from. */
    public HolidayTable holidays() {
        return holidays;
    }

    Optional<PublicHoliday> findHoliday(LocalDate date) {
        return holidays.find(date);
    }

    public static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
    }

    private boolean isWorking(LocalDate date) {
        return holidays.find(date).map(PublicHoliday::isWorking).orElse(!isWeekend(date));
    }

    private int indexOf(LocalDate date) {
        return (int) (require(date).toEpochDay() - firstDay.toEpochDay());
    }

    /** The date itself, or the failure that says it is outside. */
    LocalDate require(LocalDate date) {
        if (date.isBefore(firstDay) || date.isAfter(lastDay)) {
            throw new OutsideCalendar(date.toString(), firstDay, lastDay);
        }
        return date;
    }
}
