package io.yizhan.calendar;

import static io.yizhan.calendar.ClockFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineExplanationTest {
    private static final CountingRule CALENDAR = CountingRule.CALENDAR_DAY;

    private final StatutoryClock clock = ClockFixture.clock();

    @Test
    void accountsForEveryDayFromAcceptanceToDue() {
        DeadlineTerms terms = DeadlineTerms.of(at("2017-09-28T18:00"), Limit.workingDays(1))
                .extendedBy(1)
                .stopped(new Stop(at("2017-10-09T09:00"), at("2017-10-09T12:00")));

        assertThat(clock.deadline(terms).explain())
                .extracting(day -> day.date().getDayOfMonth(), CountedDay::rule, CountedDay::daysUsed)
                .containsExactly(
                        tuple(28, CountingRule.ACCEPTED_OUTSIDE_HOURS, 0),
                        tuple(29, CountingRule.ACCEPTANCE_DAY, 0),
                        tuple(30, CountingRule.MOVED_WORKING_DAY, 1),
                        tuple(1, CountingRule.PUBLIC_HOLIDAY, 1),
                        tuple(2, CountingRule.PUBLIC_HOLIDAY, 1),
                        tuple(3, CountingRule.PUBLIC_HOLIDAY, 1),
                        tuple(4, CountingRule.PUBLIC_HOLIDAY, 1),
                        tuple(5, CountingRule.PUBLIC_HOLIDAY, 1),
                        tuple(6, CountingRule.PUBLIC_HOLIDAY, 1),
                        tuple(7, CountingRule.PUBLIC_HOLIDAY, 1),
                        tuple(8, CountingRule.PUBLIC_HOLIDAY, 1),
                        tuple(9, CountingRule.STOPPED, 1),
                        tuple(10, CountingRule.WORKING_DAY, 2));
    }

    @Test
    void saysWhyInChineseAndEnglish() {
        DeadlineTerms terms =
                DeadlineTerms.of(at("2017-09-29T10:00"), Limit.workingDays(1)).extendedBy(1);
        List<CountedDay> days = clock.deadline(terms).explain();

        assertThat(days.get(0).reason().zh()).isEqualTo("受理当日不计入");
        assertThat(days.get(1).reason().zh()).isEqualTo("中秋节、国庆节调休上班，第 1 天");
        assertThat(days.get(1).reason().en())
                .isEqualTo("Mid-Autumn Festival and National Day: weekend moved to a working day, day 1");
        assertThat(days.get(2).reason().en()).isEqualTo("Mid-Autumn Festival and National Day, not counted");
        assertThat(days.get(10).reason().zh()).isEqualTo("工作日，第 2 天（延长期内）");
    }

    @Test
    void restsEveryDayOnAnArticleAndEveryHolidayOnItsNotice() {
        DeadlineTerms terms = DeadlineTerms.of(at("2017-09-28T18:00"), Limit.workingDays(1))
                .extendedBy(1)
                .stopped(new Stop(at("2017-10-09T09:00"), at("2017-10-09T12:00")));
        List<CountedDay> days = clock.deadline(terms).explain();

        assertThat(days)
                .extracting(
                        day -> day.date().getDayOfMonth(), day -> day.article().zh())
                .contains(
                        tuple(28, "本厅计时规则"),
                        tuple(29, "《中华人民共和国民法典》第二百零一条"),
                        tuple(30, "《中华人民共和国行政许可法》第八十二条；《国务院办公厅关于2017年部分节假日安排的通知》（国办发明电〔2016〕17号）"),
                        tuple(1, "《中华人民共和国行政许可法》第八十二条；《国务院办公厅关于2017年部分节假日安排的通知》（国办发明电〔2016〕17号）"),
                        tuple(9, "《中华人民共和国行政许可法》第四十五条"),
                        tuple(10, "《中华人民共和国行政许可法》第四十二条"));
        assertThat(days.get(3).article().en())
                .isEqualTo("Administrative Licensing Law, article 82; "
                        + "State Council notice 国办发明电〔2016〕17号 on the holidays of 2017");
        assertThat(days.get(3).notice()).map(HolidayNotice::id).hasValue("2017");
        assertThat(days.get(12).notice()).isEmpty();
    }

    @Test
    void showsSixDaysUsedWhenTheStopBegins() {
        DeadlineTerms terms = DeadlineTerms.of(at("2017-09-01T10:00"), Limit.workingDays(20))
                .stopped(new Stop(at("2017-09-11T17:30"), at("2017-09-18T15:00")));

        assertThat(clock.deadline(terms).explain())
                .filteredOn(CountedDay::counted)
                .filteredOn(day -> day.daysUsed() == 6 || day.daysUsed() == 7)
                .extracting(CountedDay::date)
                .containsExactly(LocalDate.of(2017, 9, 11), LocalDate.of(2017, 9, 19));
    }

    @Test
    void countsADayOffOnWhichALimitInCalendarDaysRuns() {
        DeadlineTerms terms = DeadlineTerms.of(at("2017-09-30T18:00"), Limit.calendarDays(5));

        assertThat(clock.deadline(terms).explain())
                .extracting(CountedDay::rule)
                .startsWith(CountingRule.ACCEPTED_OUTSIDE_HOURS, CountingRule.PUBLIC_HOLIDAY)
                .endsWith(CountingRule.ACCEPTANCE_DAY, CALENDAR, CALENDAR, CALENDAR, CALENDAR, CALENDAR);
    }

    @Test
    void marksTheDaysANoticeToComeMayChange() {
        DeadlineTerms terms = DeadlineTerms.of(at("2026-12-23T10:00"), Limit.workingDays(2));

        assertThat(clock.deadline(terms).explain())
                .extracting(CountedDay::provisional)
                .containsExactly(false, false, true);
    }
}
