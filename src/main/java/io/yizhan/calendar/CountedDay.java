package io.yizhan.calendar;

import io.yizhan.platform.Text;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One line of the explanation of a deadline.
 *
 * @param counted whether the day uses up a day of the limit
 * @param daysUsed days of the limit used up by the end of this day
 * @param article what the line rests on: the article, and for a holiday or a moved working day the notice that names it
 * @param notice the notice that names the day
 * @param provisional whether a holiday notice still to come may change this line
 */
public record CountedDay(
        LocalDate date,
        boolean counted,
        int daysUsed,
        CountingRule rule,
        Text reason,
        Text article,
        Optional<HolidayNotice> notice,
        boolean provisional) {}
