package io.yizhan.holidays;

import io.yizhan.calendar.HolidayTable;
import java.time.LocalDate;
import java.time.Month;
import java.util.Optional;

/** The alarm: by the end of November the State Council has announced the next year, so it should be loaded in December. */
final class MissingYear {
    private MissingYear() {}

    /** The first year whose notice should be here and is not. */
    static Optional<Integer> find(HolidayTable holidays, LocalDate today) {
        var expected = today.getMonth() == Month.DECEMBER ? today.getYear() + 1 : today.getYear();
        return holidays.lastAnnouncedYear() < expected
                ? Optional.of(holidays.lastAnnouncedYear() + 1)
                : Optional.empty();
    }
}
