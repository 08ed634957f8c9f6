package io.yizhan.calendar;

import static io.yizhan.calendar.ClockFixture.CLOSING;
import static io.yizhan.platform.HallClock.BUSINESS_ZONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the clock against a slow, obvious one. Repeat a run with {@code -Dyizhan.seed=<printed seed>}. */
class StatutoryClockPropertyTest {
    private static final int HISTORIES = 10_000;
    private static final long SEED = Long.getLong("yizhan.seed", System.nanoTime());
    private static final Instant EARLIEST = ClockFixture.at("2015-01-01T00:00");
    private static final Instant LATEST = ClockFixture.at("2027-06-30T00:00");

    private static Map<LocalDate, Boolean> workingByNotice;

    private Random random;

    @BeforeAll
    static void readTheNotices() throws Exception {
        System.out.println("StatutoryClockPropertyTest seed: " + SEED);
        URL csv = StatutoryClockPropertyTest.class.getResource("/calendar/cn-public-holidays.csv");
        try (Stream<String> lines = Files.lines(Path.of(csv.toURI()))) {
            workingByNotice = lines.skip(1)
                    .map(line -> line.split(","))
                    .collect(Collectors.toMap(row -> LocalDate.parse(row[0]), row -> row[1].equals("working")));
        }
    }

    @BeforeEach
    void seed() {
        random = new Random(SEED);
    }

    @Test
    void agreesWithCountingDayByDay() {
        for (int i = 0; i < HISTORIES; i++) {
            DeadlineTerms terms = randomTerms();
            LateAcceptance late = random.nextBoolean() ? LateAcceptance.NEXT_WORKING_DAY : LateAcceptance.SAME_DAY;
            Deadline deadline = ClockFixture.clock(late).deadline(terms);

            assertThat(deadline.dueDate()).as("%s, %s", terms, late).isEqualTo(slowDueDate(terms, late));
            assertThat(countedDays(deadline)).as("%s, %s", terms, late).isEqualTo(terms.totalDays());
        }
    }

    @Test
    void isNeverDueEarlierForALaterAcceptance() {
        StatutoryClock clock = ClockFixture.clock();
        for (int i = 0; i < HISTORIES; i++) {
            DeadlineTerms terms = randomTerms();
            Instant later = terms.acceptedAt().plus(randomDuration(Duration.ofDays(4)));
            DeadlineTerms lateTerms = new DeadlineTerms(later, terms.limit(), terms.stops(), terms.extensionDays());

            assertThat(clock.deadline(lateTerms).dueDate())
                    .as("%s, accepted at %s", terms, later)
                    .isAfterOrEqualTo(clock.deadline(terms).dueDate());
        }
    }

    private static LocalDate slowDueDate(DeadlineTerms terms, LateAcceptance late) {
        ZonedDateTime accepted = terms.acceptedAt().atZone(BUSINESS_ZONE);
        LocalDate day = accepted.toLocalDate();
        boolean outsideHours = !isWorking(day) || accepted.toLocalTime().isAfter(CLOSING);
        if (late == LateAcceptance.NEXT_WORKING_DAY && outsideHours) {
            do {
                day = day.plusDays(1);
            } while (!isWorking(day));
        }
        int left = terms.limit().days() + terms.extensionDays();
        while (left > 0) {
            day = day.plusDays(1);
            boolean counts = terms.limit().unit() == DayUnit.CALENDAR_DAY || isWorking(day);
            if (counts && !isTouched(day, terms.stops())) {
                left--;
            }
        }
        return day;
    }

    private static boolean isWorking(LocalDate day) {
        boolean weekday = day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
        return workingByNotice.getOrDefault(day, weekday);
    }

    private static boolean isTouched(LocalDate day, List<Stop> stops) {
        Instant midnight = day.atStartOfDay(BUSINESS_ZONE).toInstant();
        Instant closing = day.atTime(CLOSING).atZone(BUSINESS_ZONE).toInstant();
        return stops.stream()
                .anyMatch(stop -> stop.from().isBefore(closing) && stop.to().isAfter(midnight));
    }

    private static long countedDays(Deadline deadline) {
        return deadline.explain().stream().filter(CountedDay::counted).count();
    }

    private DeadlineTerms randomTerms() {
        Instant accepted = roundedSometimes(EARLIEST.plus(randomDuration(Duration.between(EARLIEST, LATEST))));
        Limit limit = new Limit(random.nextInt(61), random.nextBoolean() ? DayUnit.WORKING_DAY : DayUnit.CALENDAR_DAY);
        List<Stop> stops = Stream.generate(() -> randomStop(accepted))
                .limit(random.nextInt(5))
                .toList();
        return new DeadlineTerms(accepted, limit, stops, random.nextInt(3) == 0 ? random.nextInt(16) : 0);
    }

    private Stop randomStop(Instant accepted) {
        Instant from = roundedSometimes(accepted.minus(Duration.ofDays(10)).plus(randomDuration(Duration.ofDays(90))));
        Duration longest = random.nextBoolean() ? Duration.ofHours(20) : Duration.ofDays(40);
        Instant to = roundedSometimes(from.plusSeconds(1).plus(randomDuration(longest)));
        return new Stop(from, to.isAfter(from) ? to : from.plusSeconds(1));
    }

    /** Midnight and closing are where mistakes live, so they come up far more often than chance would have it. */
    private Instant roundedSometimes(Instant moment) {
        LocalDate day = moment.atZone(BUSINESS_ZONE).toLocalDate();
        return switch (random.nextInt(4)) {
            case 0 -> day.atTime(CLOSING).atZone(BUSINESS_ZONE).toInstant();
            case 1 -> day.atTime(LocalTime.MIDNIGHT).atZone(BUSINESS_ZONE).toInstant();
            default -> moment;
        };
    }

    private Duration randomDuration(Duration below) {
        return Duration.ofSeconds((long) (random.nextDouble() * below.toSeconds()));
    }
}
