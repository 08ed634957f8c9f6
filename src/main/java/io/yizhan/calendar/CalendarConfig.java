package io.yizhan.calendar;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.LocalTime;

/** How the hall's day ends. */
@ConfigMapping(prefix = "yizhan.calendar")
public interface CalendarConfig {
    /** When the day's work ends, in the business zone. */
    @WithDefault("17:30")
    LocalTime closingTime();

    @WithDefault("next-working-day")
    LateAcceptance lateAcceptance();
}
