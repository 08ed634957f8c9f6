package io.yizhan.holidays;

import io.yizhan.calendar.HolidayNotice;
import java.time.Instant;

/**
 * A notice that is being loaded.
 *
 * @param edition counts the notices, this one included
 */
public record CalendarChange(int edition, HolidayNotice notice, Instant at, String requestId) {}
