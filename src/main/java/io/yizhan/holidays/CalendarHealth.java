package io.yizhan.holidays;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.yizhan.calendar.CurrentCalendar;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says when a holiday notice is missing, as a metric and as a detail of readiness. It never turns readiness down: due dates are
 * provisional then, not wrong.
 */
@Readiness
@Singleton
class CalendarHealth implements HealthCheck {
    private final CurrentCalendar calendar;
    private final Clock clock;
    private final MeterRegistry metrics;

    CalendarHealth(CurrentCalendar calendar, Clock clock, MeterRegistry metrics) {
        this.calendar = calendar;
        this.clock = clock;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        Gauge.builder("yizhan.calendar.year.missing", () -> missing().isPresent() ? 1 : 0)
                .description("1 while a year whose holidays should have been loaded is missing")
                .register(metrics);
        Gauge.builder(
                        "yizhan.calendar.last.year",
                        () -> calendar.get().holidays().lastAnnouncedYear())
                .description("The last year whose holidays have been loaded")
                .register(metrics);
    }

    private Optional<Integer> missing() {
        return MissingYear.find(calendar.get().holidays(), LocalDate.now(clock));
    }

    @Override
    public HealthCheckResponse call() {
        var holidays = calendar.get().holidays();
        var response = HealthCheckResponse.named("calendar")
                .up()
                .withData("edition", calendar.edition())
                .withData("announcedUntil", holidays.lastAnnouncedYear());
        missing().ifPresent(year -> response.withData("missingYear", year));
        return response.build();
    }
}
