package io.yizhan.calendar;

import io.yizhan.platform.Text;
import java.time.LocalDate;
import java.util.Locale;

/** One day a State Council notice names; {@code notice} is the id under which the notice is listed. */
public record PublicHoliday(LocalDate date, Kind kind, Text name, String notice) {
    public enum Kind {
        OFF,
        /** A day people work although the weekday rule, or an earlier notice, gave it to them. */
        WORKING;

        /** As in files and SQL: {@code off}, {@code working}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException for any other word */
        public static Kind ofWord(String word) {
            return switch (word) {
                case "off" -> OFF;
                case "working" -> WORKING;
                default -> throw new IllegalArgumentException("kind is off or working, not " + word);
            };
        }
    }

    public boolean isWorking() {
        return kind == Kind.WORKING;
    }
}
