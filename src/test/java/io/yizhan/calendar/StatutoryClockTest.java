package io.yizhan.calendar;

import static io.yizhan.calendar.ClockFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatutoryClockTest {
    private final StatutoryClock clock = ClockFixture.clock();

    @ParameterizedTest
    @CsvSource({
        "2017-09-29, 5, 2017-10-12",
        "2017-01-20, 20, 2017-02-22",
        "2017-09-01, 20, 2017-09-29",
        "2024-02-05, 10, 2024-02-23",
        "2025-04-30, 10, 2025-05-19"
    })
    void isDueAsTheReferenceVectorsSay(LocalDate accepted, int days, LocalDate due) {
        DeadlineTerms terms = DeadlineTerms.of(at(accepted + "T10:00"), Limit.workingDays(days));

        assertThat(clock.deadline(terms).dueDate()).isEqualTo(due);
    }

    @Test
    void consumesNoDayBetweenCloseOfTheFirstAndTheEndOfTheLastStoppedDay() {
        DeadlineTerms terms =
                twentyDaysFrom("2017-09-01T10:00").stopped(new Stop(at("2017-09-11T17:30"), at("2017-09-18T15:00")));

        assertThat(clock.deadline(terms).dueDate()).isEqualTo("2017-10-12");
    }

    @ParameterizedTest
    @CsvSource({
        "2017-09-11T17:29, 2017-09-18T15:00, 2017-10-13, begun before closing the first day is lost too",
        "2017-09-11T17:30, 2017-09-18T23:59, 2017-10-12, ending after closing loses the last day all the same",
        "2017-09-11T17:30, 2017-09-19T00:00, 2017-10-12, ending at midnight leaves the new day",
        "2017-09-11T17:30, 2017-09-19T00:01, 2017-10-13, a minute into the new day loses it",
        "2017-09-11T17:30, 2017-09-11T22:00, 2017-09-29, within one evening nothing is lost",
        "2017-09-16T09:00, 2017-09-17T18:00, 2017-09-29, within a weekend nothing is lost",
        "2017-08-01T09:00, 2017-09-01T18:00, 2017-09-29, over before counting began nothing is lost",
        "2017-09-29T17:30, 2017-11-30T18:00, 2017-09-29, begun after the due day closed nothing is lost",
        "2017-09-29T17:29, 2017-09-29T18:00, 2017-09-30, begun on the due day before closing it goes on"
    })
    void consumesADayUnlessAStopTouchesItBeforeClosing(String from, String to, LocalDate due) {
        DeadlineTerms terms = twentyDaysFrom("2017-09-01T10:00").stopped(new Stop(at(from), at(to)));

        assertThat(clock.deadline(terms).dueDate()).isEqualTo(due);
    }

    @Test
    void losesADayOnceWhenStopsOverlap() {
        Stop hearing = new Stop(at("2017-09-11T17:30"), at("2017-09-18T15:00"));
        Stop expertReview = new Stop(at("2017-09-13T09:00"), at("2017-09-14T09:00"));
        DeadlineTerms terms =
                twentyDaysFrom("2017-09-01T10:00").stopped(hearing).stopped(expertReview);

        assertThat(clock.deadline(terms).dueDate()).isEqualTo("2017-10-12");
    }

    @Test
    void countsAnExtensionOnTopOfTheLimit() {
        DeadlineTerms terms = twentyDaysFrom("2017-09-01T10:00").extendedBy(4).extendedBy(1);

        assertThat(clock.deadline(terms).dueDate()).isEqualTo("2017-10-12");
    }

    @ParameterizedTest
    @CsvSource({
        "2017-09-28T17:30, 2017-09-28, 2017-09-29",
        "2017-09-28T17:31, 2017-09-29, 2017-09-30",
        "2017-10-03T10:00, 2017-10-09, 2017-10-10",
        "2017-09-30T10:00, 2017-09-30, 2017-10-09",
        "2017-09-30T18:00, 2017-10-09, 2017-10-10"
    })
    void countsAcceptanceOutsideHoursForTheNextWorkingDay(String accepted, LocalDate counts, LocalDate due) {
        Deadline deadline = clock.deadline(DeadlineTerms.of(at(accepted), Limit.workingDays(1)));

        assertThat(deadline.acceptanceDay()).isEqualTo(counts);
        assertThat(deadline.dueDate()).isEqualTo(due);
    }

    @Test
    void countsAcceptanceOutsideHoursForTheSameDayWhenSetSo() {
        StatutoryClock sameDay = ClockFixture.clock(LateAcceptance.SAME_DAY);
        DeadlineTerms evening = DeadlineTerms.of(at("2017-09-28T20:00"), Limit.workingDays(1));

        assertThat(sameDay.deadline(evening).acceptanceDay()).isEqualTo("2017-09-28");
        assertThat(sameDay.deadline(evening).dueDate()).isEqualTo("2017-09-29");
    }

    @Test
    void countsEveryDayOfALimitInCalendarDays() {
        DeadlineTerms terms = DeadlineTerms.of(at("2017-09-29T10:00"), Limit.calendarDays(5))
                .stopped(new Stop(at("2017-10-01T09:00"), at("2017-10-02T09:00")));

        assertThat(clock.deadline(terms).dueDate()).isEqualTo("2017-10-06");
    }

    @Test
    void isDueOnTheDayOfAcceptanceWhenHandledOnTheSpot() {
        DeadlineTerms terms = DeadlineTerms.of(at("2017-09-29T10:00"), Limit.workingDays(0))
                .stopped(new Stop(at("2017-09-29T11:00"), at("2017-10-20T09:00")));

        assertThat(clock.deadline(terms).dueDate()).isEqualTo("2017-09-29");
    }

    @Test
    void isDueAtTheEndOfTheDayInTheBusinessZone() {
        Deadline deadline = clock.deadline(twentyDaysFrom("2017-09-01T10:00"));

        assertThat(deadline.dueMoment()).isEqualTo(Instant.parse("2017-09-29T16:00:00Z"));
    }

    @Test
    void takesTheDayOfAcceptanceFromTheBusinessZone() {
        Instant eveningInUtcMorningInBeijing = Instant.parse("2017-09-28T23:30:00Z");
        DeadlineTerms terms = DeadlineTerms.of(eveningInUtcMorningInBeijing, Limit.workingDays(5));

        assertThat(clock.deadline(terms).acceptanceDay()).isEqualTo("2017-09-29");
        assertThat(clock.deadline(terms).dueDate()).isEqualTo("2017-10-12");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T10:00, 17, WORKING_DAY, 2026-12-24, false",
        "2026-12-01T10:00, 18, WORKING_DAY, 2026-12-25, true",
        "2026-12-01T10:00, 30, WORKING_DAY, 2027-01-12, true",
        "2026-12-01T10:00, 60, CALENDAR_DAY, 2027-01-30, false",
        "2027-01-04T18:00, 60, CALENDAR_DAY, 2027-03-06, true",
        "2026-09-01T10:00, 20, WORKING_DAY, 2026-09-29, false"
    })
    void saysWhenANoticeToComeMayChangeTheDueDate(
            String accepted, int days, DayUnit unit, LocalDate due, boolean provisional) {
        Deadline deadline = clock.deadline(DeadlineTerms.of(at(accepted), new Limit(days, unit)));

        assertThat(deadline.dueDate()).isEqualTo(due);
        assertThat(deadline.isProvisional()).isEqualTo(provisional);
    }

    @Test
    void failsClearlyWhenTheCountLeavesTheCalendar() {
        DeadlineTerms working = DeadlineTerms.of(at("2036-12-30T10:00"), Limit.workingDays(2));
        DeadlineTerms calendar = DeadlineTerms.of(at("2036-12-30T10:00"), Limit.calendarDays(2));
        DeadlineTerms stopped =
                twentyDaysFrom("2017-09-01T10:00").stopped(new Stop(at("2017-09-11T17:30"), at("2040-01-01T00:00")));

        assertThatExceptionOfType(OutsideCalendar.class).isThrownBy(() -> clock.deadline(working));
        assertThatExceptionOfType(OutsideCalendar.class).isThrownBy(() -> clock.deadline(calendar));
        assertThatExceptionOfType(OutsideCalendar.class).isThrownBy(() -> clock.deadline(stopped));
    }

    @Test
    void isNotDisturbedByAStopBeyondTheCalendar() {
        DeadlineTerms terms =
                twentyDaysFrom("2017-09-01T10:00").stopped(new Stop(at("2040-01-01T00:00"), at("2040-01-02T00:00")));

        assertThat(clock.deadline(terms).dueDate()).isEqualTo("2017-09-29");
    }

    @Test
    void refusesTermsThatMakeNoSense() {
        Instant moment = at("2017-09-01T10:00");

        assertThatIllegalArgumentException().isThrownBy(() -> Limit.workingDays(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stop(moment, moment));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twentyDaysFrom("2017-09-01T10:00").extendedBy(-1));
    }

    private static DeadlineTerms twentyDaysFrom(String accepted) {
        return DeadlineTerms.of(at(accepted), Limit.workingDays(20));
    }
}
