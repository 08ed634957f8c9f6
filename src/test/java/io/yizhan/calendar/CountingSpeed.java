package io.yizhan.calendar;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How many times a second one core adds n working days to a date: {@code bench/calendar}. Random dates of all announced
 * years and 0 to 60 days, prepared before, so that the answer alone is measured; each round prints its rate.
 */
final class CountingSpeed {
    private static final int QUESTIONS = 1 << 16;
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 2_000_000_000L;

    private final WorkingDayCalendar calendar = WorkingDayCalendar.shipped();
    private final LocalDate[] dates = new LocalDate[QUESTIONS];
    private final int[] days;

    private CountingSpeed(Random random) {
        var span = 12 * 365;
        Arrays.setAll(dates, i -> calendar.firstDay().plusDays(random.nextInt(span)));
        days = IntStream.range(0, QUESTIONS).map(i -> random.nextInt(61)).toArray();
    }

    public static void main(String[] arguments) {
        var speed = new CountingSpeed(new Random(20_170_929));
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.printf("round %d: %.1f million additions per second%n", round, speed.round() / 1e6);
        }
    }

    private double round() {
        var begun = System.nanoTime();
        long asked = 0;
        long sum = 0;
        long spent;
        do {
            for (int i = 0; i < QUESTIONS; i++) {
                sum += calendar.addWorkingDays(dates[i], days[i]).getDayOfMonth();
            }
            asked += QUESTIONS;
            spent = System.nanoTime() - begun;
        } while (spent < ROUND_NANOS);
        if (sum == 0) {
            throw new IllegalStateException("nothing was counted");
        }
        return asked * 1e9 / spent;
    }
}
