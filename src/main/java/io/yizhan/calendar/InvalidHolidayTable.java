package io.yizhan.calendar;

import java.util.List;

/** A holiday table with errors, all of them. */
final class InvalidHolidayTable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidHolidayTable(List<String> errors) {
        super("Holiday table refused: " + String.join("; ", errors));
    }
}
