package io.yizhan.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.StringReader;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidayTableTest {
    private static final String NOTICES =
            "notice,year,number,title,published_on,source\n2017,2017,第17号,通知,2016-12-01,https://www.gov.cn/2017\n";
    private static final String HEADER = "date,kind,name_zh,name_en,notice\n";

    private final WorkingDayCalendar calendar = WorkingDayCalendar.shipped();

    @ParameterizedTest
    @CsvSource({
        "2015, 249", "2016, 250", "2017, 249", "2018, 250", "2019, 250", "2020, 249",
        "2021, 250", "2022, 249", "2023, 249", "2024, 251", "2025, 248", "2026, 248"
    })
    void shipsTheWorkingDaysOfEveryAnnouncedYear(int year, long workingDays) {
        long counted = LocalDate.of(year, 1, 1)
                .datesUntil(LocalDate.of(year + 1, 1, 1))
                .filter(calendar::isWorkingDay)
                .count();

        assertThat(counted).isEqualTo(workingDays);
    }

    @Test
    void findsADayByItsOwnYearAlthoughNextYearsNoticeNamesIt() {
        HolidayTable shipped = HolidayTableReader.shipped();

        assertThat(shipped.find(LocalDate.of(2018, 12, 31))).hasValueSatisfying(day -> {
            assertThat(day.notice()).isEqualTo("2019");
            assertThat(day.name().zh()).isEqualTo("元旦");
            assertThat(day.isWorking()).isFalse();
        });
        assertThat(shipped.find(LocalDate.of(2018, 12, 29)))
                .hasValueSatisfying(day -> assertThat(day.isWorking()).isTrue());
    }

    @Test
    void refusesABrokenTableWithEveryErrorAndItsLine() {
        String days = HEADER
                + "2017-01-01,off,元旦,New Year's Day,2017\n"
                + "2017-01-01,off,元旦,New Year's Day,2017\n"
                + "2017-02-30,off,春节,Spring Festival,2017\n"
                + "2017-01-22,open,春节,Spring Festival,2017\n"
                + "2017-01-27,off,,Spring Festival,2017\n"
                + "2018-01-01,off,元旦,New Year's Day,2018\n";

        assertThatExceptionOfType(InvalidHolidayTable.class)
                .isThrownBy(() -> read(days, NOTICES))
                .withMessageContaining("line 3: 2017-01-01 is named twice")
                .withMessageContaining("line 4: ")
                .withMessageContaining("line 5: kind is off or working, not open")
                .withMessageContaining("line 6: name_zh is missing")
                .withMessageContaining("line 7: notice 2018 is not listed");
    }

    @Test
    void refusesATableWithoutANotice() {
        assertThatExceptionOfType(InvalidHolidayTable.class)
                .isThrownBy(() -> read(HEADER, "notice,year,number,title,published_on,source\n"))
                .withMessageContaining("there is no notice");
    }

    private static HolidayTable read(String days, String notices) {
        return HolidayTableReader.read(new StringReader(days), new StringReader(notices));
    }
}
