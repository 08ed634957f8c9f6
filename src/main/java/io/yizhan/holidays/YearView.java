package io.yizhan.holidays;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.calendar.HolidayNotice;
import io.yizhan.calendar.HolidayTable;
import io.yizhan.calendar.PublicHoliday;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.platform.Text;
import java.net.URI;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A year of the calendar.
 *
 * @param isProvisional whether no notice has arranged it yet; its holidays are not known then
 * @param notices those that arrange it, in the order they came
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record YearView(
        int year, int workingDays, boolean isProvisional, List<NoticeView> notices, List<HolidayView> holidays) {

    record NoticeView(String id, String number, String title, LocalDate publishedOn, URI source) {
        private static NoticeView of(HolidayNotice notice) {
            return new NoticeView(notice.id(), notice.number(), notice.title(), notice.publishedOn(), notice.source());
        }
    }

    /**
     * @param off days off within the year, whichever notice names them
     * @param working days worked instead
     */
    record HolidayView(String nameZh, String nameEn, List<LocalDate> off, List<LocalDate> working) {}

    /** A year without its days. */
    record YearSummary(int year, int workingDays, boolean isProvisional) {}

    record YearList(int edition, List<YearSummary> years) {
        static YearList of(int edition, WorkingDayCalendar calendar) {
            var holidays = calendar.holidays();
            return new YearList(
                    edition,
                    IntStream.rangeClosed(
                                    calendar.firstDay().getYear(),
                                    calendar.lastDay().getYear())
                            .mapToObj(year ->
                                    new YearSummary(year, calendar.workingDaysIn(year), !holidays.isAnnounced(year)))
                            .toList());
        }
    }

    static YearView of(int year, WorkingDayCalendar calendar) {
        var holidays = calendar.holidays();
        return new YearView(
                year,
                calendar.workingDaysIn(year),
                !holidays.isAnnounced(year),
                holidays.notices().stream()
                        .filter(notice -> notice.year() == year)
                        .map(NoticeView::of)
                        .toList(),
                holidays(year, holidays));
    }

    private static List<HolidayView> holidays(int year, HolidayTable table) {
        var byName = new LinkedHashMap<Text, List<PublicHoliday>>();
        table.days().stream()
                .filter(day -> day.date().getYear() == year)
                .forEach(day -> byName.merge(day.name(), List.of(day), YearView::joined));
        return byName.entrySet().stream()
                .map(named -> new HolidayView(
                        named.getKey().zh(),
                        named.getKey().en(),
                        dates(named.getValue(), false),
                        dates(named.getValue(), true)))
                .toList();
    }

    private static List<PublicHoliday> joined(List<PublicHoliday> some, List<PublicHoliday> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<LocalDate> dates(List<PublicHoliday> days, boolean isWorking) {
        return days.stream()
                .filter(day -> day.isWorking() == isWorking)
                .map(PublicHoliday::date)
                .toList();
    }
}
