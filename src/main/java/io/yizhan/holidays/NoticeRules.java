package io.yizhan.holidays;

import io.yizhan.calendar.HolidayNotice;
import io.yizhan.calendar.HolidayTable;
import io.yizhan.calendar.PublicHoliday;
import io.yizhan.calendar.PublicHoliday.Kind;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.holidays.NewYear.NewHoliday;
import io.yizhan.holidays.NewYear.NewNotice;
import io.yizhan.platform.Problem.Fault;
import io.yizhan.platform.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a notice can be meant as it was typed. Pure; every mistake is named, not only the first. */
final class NoticeRules {
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_HOLIDAYS = 20;
    private static final int MOST_DAYS = 40;

    /** 248 to 251 from 2015 to 2026; what lies outside these is a mistake of the typist, not of the State Council. */
    private static final int FEWEST_WORKING_DAYS = 240;

    private static final int MOST_WORKING_DAYS = 256;

    /** Days off in every year (Regulation on Public Holidays, article 2), whatever the moon does. */
    private static final List<MonthDay> ALWAYS_OFF =
            List.of(MonthDay.of(1, 1), MonthDay.of(5, 1), MonthDay.of(10, 1), MonthDay.of(10, 2), MonthDay.of(10, 3));

    private final NewYear asked;
    private final HolidayTable known;
    private final LocalDate today;
    private final List<Fault> faults = new ArrayList<>();
    private final Set<LocalDate> named = new HashSet<>();

    private NoticeRules(NewYear asked, HolidayTable known, LocalDate today) {
        this.asked = asked;
        this.known = known;
        this.today = today;
    }

    /** @param announcement there when there are no faults */
    record Verdict(Optional<Announcement> announcement, List<Fault> faults) {}

    /**
     * @param known what was loaded before
     * @param id the new notice will have
     */
    static Verdict read(NewYear asked, HolidayTable known, String id, LocalDate today) {
        return new NoticeRules(asked, known, today).read(id);
    }

    private Verdict read(String id) {
        var year = year();
        var notice = notice(id, year);
        var days = days(id, year);
        if (notice.isPresent() && faults.isEmpty()) {
            checkYear(notice.get(), days);
        }
        return faults.isEmpty()
                ? new Verdict(notice.map(read -> new Announcement(read, days)), List.of())
                : new Verdict(Optional.empty(), List.copyOf(faults));
    }

    /** 0 when there is none to go by. */
    private int year() {
        var year = asked.year();
        if (year == null) {
            missing("/year");
            return 0;
        }
        var next = known.lastAnnouncedYear() + 1;
        if (asked.amends() && !known.isAnnounced(year)) {
            fault(
                    "/isAmendment",
                    "unannounced",
                    year + " 年尚未公布，无从调整",
                    year + " has not been announced, so nothing can be amended");
        }
        if (!known.isAnnounced(year) && year != next) {
            fault("/year", "order", "下一个待公布的年份是 " + next, "the next year to be announced is " + next);
            return 0;
        }
        return year;
    }

    private Optional<HolidayNotice> notice(String id, int year) {
        var notice = asked.notice();
        if (notice == null) {
            missing("/notice");
            return Optional.empty();
        }
        var number = text("/notice/number", notice.number());
        var title = text("/notice/title", notice.title());
        var publishedOn = published(notice);
        var source = source(notice.source());
        return number.isEmpty() || title.isEmpty() || publishedOn.isEmpty() || source.isEmpty()
                ? Optional.empty()
                : Optional.of(new HolidayNotice(id, year, number.get(), title.get(), publishedOn.get(), source.get()));
    }

    private Optional<LocalDate> published(NewNotice notice) {
        var date = date("/notice/publishedOn", notice.publishedOn());
        date.filter(day -> day.isAfter(today))
                .ifPresent(day -> fault("/notice/publishedOn", "future", "不得晚于今日", "must not lie after today"));
        return date;
    }

    private Optional<URI> source(@Nullable String given) {
        var text = text("/notice/source", given);
        try {
            var address = text.isPresent() ? new URI(text.get()) : null;
            if (address != null && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
                return Optional.of(address);
            }
        } catch (URISyntaxException notAnAddress) {
            // told below
        }
        if (text.isPresent()) {
            fault("/notice/source", "uri", "须为 http(s) 网址", "must be an http(s) address");
        }
        return Optional.empty();
    }

    private List<PublicHoliday> days(String id, int year) {
        var holidays = asked.holidays();
        if (holidays == null || holidays.isEmpty()) {
            missing("/holidays");
            return List.of();
        }
        if (holidays.size() > MOST_HOLIDAYS) {
            fault("/holidays", "size", "至多 " + MOST_HOLIDAYS + " 个节日", "names at most " + MOST_HOLIDAYS + " holidays");
            return List.of();
        }
        var days = new ArrayList<PublicHoliday>();
        for (int i = 0; i < holidays.size(); i++) {
            var holiday = holidays.get(i);
            if (holiday == null) {
                missing("/holidays/" + i);
            } else {
                days.addAll(days("/holidays/" + i, holiday, id, year));
            }
        }
        return days;
    }

    private List<PublicHoliday> days(String pointer, NewHoliday holiday, String id, int year) {
        var zh = text(pointer + "/nameZh", holiday.nameZh());
        var en = text(pointer + "/nameEn", holiday.nameEn());
        var name = new Text(zh.orElse(""), en.orElse(""));
        if (holiday.off() == null || (holiday.off().isEmpty() && !asked.amends())) {
            missing(pointer + "/off");
        }
        var days = new ArrayList<PublicHoliday>();
        dates(pointer + "/off", holiday.off(), year)
                .forEach(date -> days.add(new PublicHoliday(date, Kind.OFF, name, id)));
        dates(pointer + "/working", holiday.working(), year).forEach(date -> days.add(working(date, name, id)));
        return days;
    }

    private static PublicHoliday working(LocalDate date, Text name, String id) {
        return new PublicHoliday(date, Kind.WORKING, name, id);
    }

    private List<LocalDate> dates(String pointer, @Nullable List<@Nullable String> given, int year) {
        if (given == null) {
            return List.of();
        }
        if (given.size() > MOST_DAYS) {
            fault(pointer, "size", "至多 " + MOST_DAYS + " 天", "names at most " + MOST_DAYS + " days");
            return List.of();
        }
        var dates = new ArrayList<LocalDate>();
        for (int i = 0; i < given.size(); i++) {
            var place = pointer + "/" + i;
            date(place, given.get(i)).ifPresent(date -> {
                check(place, date, year, pointer.endsWith("/working"));
                dates.add(date);
            });
        }
        return dates;
    }

    private void check(String place, LocalDate date, int year, boolean isWorking) {
        if (!named.add(date)) {
            fault(place, "twice", date + " 重复列出", date + " is named twice");
        }
        if (year != 0 && !HolidayTable.mayName(year, date)) {
            fault(
                    place,
                    "year",
                    date + " 不在 " + year + " 年（含上年 12 月下旬）",
                    date + " is neither in " + year + " nor at the end of the December before");
        }
        if (isWorking && !WorkingDayCalendar.isWeekend(date) && !isKnownOff(date)) {
            fault(place, "weekday", date + " 本来就是工作日", date + " is a working day anyway");
        }
    }

    private boolean isKnownOff(LocalDate date) {
        return known.find(date).filter(day -> !day.isWorking()).isPresent();
    }

    /** What only shows when everything is read. */
    private void checkYear(HolidayNotice notice, List<PublicHoliday> days) {
        var calendar = with(notice, days);
        for (var always : ALWAYS_OFF) {
            var date = always.atYear(notice.year());
            if (calendar.isWorkingDay(date)) {
                fault(
                        "/holidays",
                        "statutory",
                        date + " 是法定节假日，却未列为放假",
                        date + " is a public holiday by law and is not off");
            }
        }
        var workingDays = calendar.workingDaysIn(notice.year());
        if (workingDays < FEWEST_WORKING_DAYS || workingDays > MOST_WORKING_DAYS) {
            fault(
                    "/holidays",
                    "count",
                    "全年将有 " + workingDays + " 个工作日，应在 " + FEWEST_WORKING_DAYS + " 至 " + MOST_WORKING_DAYS + " 之间",
                    "leaves %d working days, and a year has %d to %d"
                            .formatted(workingDays, FEWEST_WORKING_DAYS, MOST_WORKING_DAYS));
        }
    }

    private WorkingDayCalendar with(HolidayNotice notice, List<PublicHoliday> days) {
        var allDays = new ArrayList<>(known.days());
        allDays.addAll(days);
        var allNotices = new ArrayList<>(known.notices());
        allNotices.add(notice);
        return WorkingDayCalendar.of(new HolidayTable(allDays, allNotices));
    }

    private Optional<String> text(String pointer, @Nullable String given) {
        if (given == null || given.isBlank()) {
            missing(pointer);
            return Optional.empty();
        }
        if (given.length() > LONGEST_TEXT) {
            fault(pointer, "size", "至多 " + LONGEST_TEXT + " 字", "has at most " + LONGEST_TEXT + " characters");
            return Optional.empty();
        }
        return Optional.of(given.strip());
    }

    private Optional<LocalDate> date(String pointer, @Nullable String given) {
        if (given == null) {
            missing(pointer);
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(given));
        } catch (DateTimeParseException notADate) {
            fault(pointer, "date", "须为 YYYY-MM-DD 格式的日期", "must be a date such as 2027-01-01");
            return Optional.empty();
        }
    }

    private void missing(String pointer) {
        fault(pointer, "required", "不能为空", "is required");
    }

    private void fault(String pointer, String code, String zh, String en) {
        faults.add(new Fault(pointer, code, new Text(zh, en)));
    }
}
