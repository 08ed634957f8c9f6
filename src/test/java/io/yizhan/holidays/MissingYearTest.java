package io.yizhan.holidays;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.calendar.HolidayTable;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingYearTest {
    /** The table ends with 2026. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-30, ",
        "2026-12-01, 2027",
        "2026-12-31, 2027",
        "2027-01-01, 2027",
        "2027-06-15, 2027",
        "2025-12-31, "
    })
    void isToldAfterNovember(LocalDate today, Integer missing) {
        assertThat(MissingYear.find(HolidayTable.shipped(), today)).isEqualTo(Optional.ofNullable(missing));
    }
}
