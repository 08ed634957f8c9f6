package io.yizhan.calendar;

import static io.yizhan.platform.HallClock.BUSINESS_ZONE;

import io.yizhan.calendar.OfficeHours.DayRange;
import io.yizhan.platform.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When a case is due, and why. The rules are those of {@link StatutoryClock}. */
public final class Deadline {
    private final DeadlineTerms terms;
    private final WorkingDayCalendar calendar;
    private final List<DayRange> stopped;
    private final LocalDate acceptanceDay;
    private final LocalDate dueDate;

    Deadline(
            DeadlineTerms terms,
            WorkingDayCalendar calendar,
            List<DayRange> stopped,
            LocalDate acceptanceDay,
            LocalDate dueDate) {
        this.terms = terms;
        this.calendar = calendar;
        this.stopped = stopped;
        this.acceptanceDay = acceptanceDay;
        this.dueDate = dueDate;
    }

    /** The day the case counts as accepted; later than the real one after closing time or on a day off. */
    public LocalDate acceptanceDay() {
        return acceptanceDay;
    }

    public LocalDate dueDate() {
        return dueDate;
    }

    /** The end of the due date; from this moment on the case is overdue. */
    public Instant dueMoment() {
        return dueDate.plusDays(1).atStartOfDay(BUSINESS_ZONE).toInstant();
    }

    /** Whether the count touches a day that a holiday notice still to come may change. */
    public boolean isProvisional() {
        return realAcceptanceDay().datesUntil(dueDate.plusDays(1)).anyMatch(this::mayChange);
    }

    /** Every day from acceptance to due date, both included, in order. */
    public List<CountedDay> explain() {
        List<CountedDay> days = new ArrayList<>();
        int used = 0;
        for (LocalDate day = realAcceptanceDay(); !day.isAfter(dueDate); day = day.plusDays(1)) {
            CountingRule rule = ruleFor(day);
            used += rule.isCounted() ? 1 : 0;
            Text reason = reason(rule, day, used);
            Optional<HolidayNotice> notice = notice(rule, day);
            Text article = article(rule, used, notice);
            days.add(new CountedDay(day, rule.isCounted(), used, rule, reason, article, notice, mayChange(day)));
        }
        return List.copyOf(days);
    }

    /** Counting calendar days asks no notice; finding the acceptance day does. */
    private boolean mayChange(LocalDate day) {
        boolean asksCalendar = terms.limit().unit() == DayUnit.WORKING_DAY || !day.isAfter(acceptanceDay);
        return asksCalendar && calendar.isProvisional(day);
    }

    private LocalDate realAcceptanceDay() {
        return terms.acceptedAt().atZone(BUSINESS_ZONE).toLocalDate();
    }

    private CountingRule ruleFor(LocalDate day) {
        if (day.equals(acceptanceDay)) {
            return CountingRule.ACCEPTANCE_DAY;
        }
        if (day.equals(realAcceptanceDay())) {
            return CountingRule.ACCEPTED_OUTSIDE_HOURS;
        }
        boolean mayBeOff = terms.limit().unit() == DayUnit.WORKING_DAY || day.isBefore(acceptanceDay);
        if (mayBeOff && !calendar.isWorkingDay(day)) {
            return calendar.findHoliday(day).isPresent() ? CountingRule.PUBLIC_HOLIDAY : CountingRule.WEEKEND;
        }
        if (stopped.stream().anyMatch(range -> range.contains(day))) {
            return CountingRule.STOPPED;
        }
        return countedRule(day);
    }

    private CountingRule countedRule(LocalDate day) {
        if (terms.limit().unit() == DayUnit.CALENDAR_DAY) {
            return CountingRule.CALENDAR_DAY;
        }
        return WorkingDayCalendar.isWeekend(day) ? CountingRule.MOVED_WORKING_DAY : CountingRule.WORKING_DAY;
    }

    private Text reason(CountingRule rule, LocalDate day, int used) {
        return switch (rule) {
            case ACCEPTED_OUTSIDE_HOURS ->
                new Text(
                        "非工作时间受理，视为 " + acceptanceDay + " 受理",
                        "Accepted outside office hours; counts as accepted on " + acceptanceDay);
            case ACCEPTANCE_DAY -> new Text("受理当日不计入", "The day of acceptance is not counted");
            case WEEKEND -> new Text("周末，不计入", "Weekend, not counted");
            case PUBLIC_HOLIDAY -> holidayReason(day, "放假，不计入", ", not counted");
            case STOPPED -> new Text("依法暂停计时，不计入", "The clock is stopped by law, not counted");
            case MOVED_WORKING_DAY -> counted(holidayReason(day, "调休上班", ": weekend moved to a working day"), used);
            case WORKING_DAY -> counted(new Text("工作日", "Working day"), used);
            case CALENDAR_DAY -> counted(new Text("自然日", "Calendar day"), used);
        };
    }

    private Optional<HolidayNotice> notice(CountingRule rule, LocalDate day) {
        return rule == CountingRule.PUBLIC_HOLIDAY || rule == CountingRule.MOVED_WORKING_DAY
                ? calendar.findHoliday(day).map(calendar.holidays()::notice)
                : Optional.empty();
    }

    private Text article(CountingRule rule, int used, Optional<HolidayNotice> notice) {
        Text law = rule.isCounted() && isExtended(used) ? CountingRule.EXTENSION : rule.basis();
        return notice.map(HolidayNotice::cited)
                .map(cited -> new Text(law.zh() + "；" + cited.zh(), law.en() + "; " + cited.en()))
                .orElse(law);
    }

    private boolean isExtended(int used) {
        return used > terms.limit().days();
    }

    private Text holidayReason(LocalDate day, String zh, String en) {
        Text name = calendar.findHoliday(day).orElseThrow().name();
        return new Text(name.zh() + zh, name.en() + en);
    }

    private Text counted(Text kind, int used) {
        boolean extended = isExtended(used);
        return new Text(
                kind.zh() + "，第 " + used + " 天" + (extended ? "（延长期内）" : ""),
                kind.en() + ", day " + used + (extended ? " (within the extension)" : ""));
    }
}
