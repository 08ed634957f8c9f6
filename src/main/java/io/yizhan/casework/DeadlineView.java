package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.calendar.CountedDay;
import io.yizhan.calendar.Deadline;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * When a case is due, and why, day by day.
 *
 * @param promised by the hall's promise; absent before acceptance, and while the clock is stopped without an estimate
 * @param statutory by law; absent too where the law sets no limit
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record DeadlineView(UUID caseId, ClockState clock, Optional<Count> promised, Optional<Count> statutory) {

    /**
     * One limit, counted.
     *
     * @param limitDays working days
     * @param extensionDays working days added with the head's approval
     * @param acceptanceDay the day it counts as accepted
     */
    record Count(
            int limitDays,
            int extensionDays,
            LocalDate acceptanceDay,
            LocalDate dueOn,
            boolean isProvisional,
            List<Day> days) {
        private static Count of(CaseFile file, int limitDays, Deadline deadline) {
            return new Count(
                    limitDays,
                    file.extension()
                            .filter(LimitExtension::isApproved)
                            .map(LimitExtension::days)
                            .orElse(0),
                    deadline.acceptanceDay(),
                    deadline.dueDate(),
                    deadline.isProvisional(),
                    deadline.explain().stream().map(Day::of).toList());
        }
    }

    /**
     * One day from acceptance to the due date.
     *
     * @param daysUsed of the limit, by the end of this day
     * @param basisZh the article the rule rests on, and the notice that names a holiday or a moved working day
     */
    record Day(
            LocalDate date,
            boolean isCounted,
            int daysUsed,
            String rule,
            String zh,
            String en,
            String basisZh,
            String basisEn,
            boolean isProvisional) {
        private static Day of(CountedDay day) {
            return new Day(
                    day.date(),
                    day.counted(),
                    day.daysUsed(),
                    day.rule().word(),
                    day.reason().zh(),
                    day.reason().en(),
                    day.article().zh(),
                    day.article().en(),
                    day.provisional());
        }
    }

    static DeadlineView of(CaseFile file, CaseClock clock) {
        var isKnown = file.due().on().isPresent() || file.decision().isPresent();
        return new DeadlineView(
                file.id(),
                file.due().clock(),
                isKnown
                        ? clock.promised(file).map(deadline -> Count.of(file, limit(file), deadline))
                        : Optional.empty(),
                isKnown
                        ? clock.statutory(file).map(deadline -> Count.of(file, statutoryLimit(file), deadline))
                        : Optional.empty());
    }

    private static int limit(CaseFile file) {
        return file.acceptance().map(Acceptance::limitDays).orElseThrow();
    }

    private static int statutoryLimit(CaseFile file) {
        return file.acceptance().map(Acceptance::statutoryDays).orElseThrow();
    }
}
