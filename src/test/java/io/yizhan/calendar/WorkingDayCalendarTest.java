package io.yizhan.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDayCalendarTest {
    private final WorkingDayCalendar calendar = WorkingDayCalendar.shipped();

    @ParameterizedTest
    @CsvSource({
        "2017-09-29, 5, 2017-10-12",
        "2017-01-20, 20, 2017-02-22",
        "2017-09-01, 20, 2017-09-29",
        "2024-02-05, 10, 2024-02-23",
        "2025-04-30, 10, 2025-05-19"
    })
    void addsWorkingDaysByTheNotices(LocalDate date, int n, LocalDate expected) {
        assertThat(calendar.addWorkingDays(date, n)).isEqualTo(expected);
        assertThat(calendar.workingDaysBetween(date, expected)).isEqualTo(n);
        assertThat(calendar.workingDaysBetween(expected, date)).isEqualTo(-n);
    }

    @Test
    void addingNoDayStaysOnADayOff() {
        assertThat(calendar.addWorkingDays(LocalDate.of(2017, 10, 1), 0)).isEqualTo("2017-10-01");
    }

    @Test
    void refusesToAddANegativeNumberOfDays() {
        assertThatIllegalArgumentException().isThrownBy(() -> calendar.addWorkingDays(LocalDate.of(2017, 10, 1), -1));
    }

    @ParameterizedTest
    @CsvSource({
        "2017-09-30, true",
        "2017-10-02, false",
        "2017-10-14, false",
        "2017-10-16, true",
        "2020-01-31, false",
        "2020-02-03, true",
        "2015-01-01, false"
    })
    void knowsHolidaysAndMovedWeekends(LocalDate date, boolean working) {
        assertThat(calendar.isWorkingDay(date)).isEqualTo(working);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-24, false",
        "2026-12-25, true",
        "2025-12-31, false",
        "2027-01-01, true",
        "2027-06-15, true",
        "2036-12-31, true"
    })
    void saysWhichDaysANoticeMayStillChange(LocalDate date, boolean provisional) {
        assertThat(calendar.isProvisional(date)).isEqualTo(provisional);
    }

    @Test
    void fallsBackToWeekdaysInAYearWithoutNotice() {
        assertThat(calendar.isWorkingDay(LocalDate.of(2027, 10, 1))).isTrue();
        assertThat(calendar.isWorkingDay(LocalDate.of(2027, 10, 2))).isFalse();
    }

    @Test
    void coversItsFirstAndLastDay() {
        assertThat(calendar.workingDaysBetween(calendar.firstDay(), calendar.firstDay()))
                .isZero();
        assertThat(calendar.addWorkingDays(LocalDate.of(2036, 12, 30), 1)).isEqualTo(calendar.lastDay());
    }

    @Test
    void failsClearlyOutsideItsYears() {
        assertThatExceptionOfType(OutsideCalendar.class)
                .isThrownBy(() -> calendar.isWorkingDay(LocalDate.of(2014, 12, 31)))
                .withMessage("2014-12-31 is outside the working-day calendar 2015-01-01 to 2036-12-31");
        assertThatExceptionOfType(OutsideCalendar.class)
                .isThrownBy(() -> calendar.isWorkingDay(LocalDate.of(2037, 1, 1)));
        assertThatExceptionOfType(OutsideCalendar.class)
                .isThrownBy(() -> calendar.addWorkingDays(LocalDate.of(2036, 12, 30), 2))
                .withMessageStartingWith("2036-12-30 + 2 working days is outside");
        assertThatExceptionOfType(OutsideCalendar.class)
                .isThrownBy(() -> calendar.addWorkingDays(LocalDate.of(2017, 1, 1), Integer.MAX_VALUE));
    }
}
