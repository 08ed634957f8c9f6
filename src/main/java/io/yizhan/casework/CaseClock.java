package io.yizhan.casework;

import io.yizhan.calendar.Deadline;
import io.yizhan.calendar.DeadlineTerms;
import io.yizhan.calendar.Limit;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.calendar.Stop;
import io.yizhan.casework.CaseFile.Due;
import io.yizhan.platform.HallClock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a case is due: a function of its acceptance, limits, stops and extension, by {@link StatutoryClock}. Only an approved
 * extension counts; only stops that stop the clock by law do.
 */
public final class CaseClock {
    /** Days in which the authority has to answer an application (Administrative Licensing Law, article 32). */
    static final int DAYS_TO_ANSWER = 5;

    /** Days in which a decision has to reach the applicant (article 44). */
    static final int DAYS_TO_DELIVER = 10;

    private final StatutoryClock clock;

    public CaseClock(StatutoryClock clock) {
        this.clock = clock;
    }

    /** What is due and when; of a case whose clock has finished it stays what it was, whatever notice comes later. */
    Due due(CaseFile file) {
        return file.due().clock() == ClockState.FINISHED ? file.due() : counted(file);
    }

    /** Of a case whose clock has finished by the calendar it was counted by then, of others by the present one. */
    Due counted(CaseFile file) {
        var state = state(file);
        if (file.acceptance().isEmpty()) {
            return new Due(state, Optional.empty(), Optional.empty(), file.due().isProvisional(), Optional.empty());
        }
        var isOpenEnded = file.runningStop()
                .filter(stop ->
                        stop.kind().stopsClock() && stop.estimatedUntil().isEmpty())
                .isPresent();
        if (isOpenEnded) {
            return new Due(state, Optional.empty(), Optional.empty(), false, countedBy(file));
        }
        var promised = promised(file);
        var statutory = statutory(file);
        return new Due(
                state,
                promised.map(Deadline::dueDate),
                statutory.map(Deadline::dueDate),
                promised.filter(Deadline::isProvisional).isPresent(),
                countedBy(file));
    }

    private Optional<String> countedBy(CaseFile file) {
        return Optional.of(clockOf(file).calendar().holidays().latestNotice().id());
    }

    private StatutoryClock clockOf(CaseFile file) {
        return file.due().clock() == ClockState.FINISHED
                ? file.due().countedBy().map(clock::asOf).orElse(clock)
                : clock;
    }

    private static ClockState state(CaseFile file) {
        if (file.decision().isPresent() || file.state().isFinal()) {
            return ClockState.FINISHED;
        }
        if (file.acceptance().isEmpty()) {
            return ClockState.NOT_STARTED;
        }
        return file.runningStop().filter(stop -> stop.kind().stopsClock()).isPresent()
                ? ClockState.STOPPED
                : ClockState.RUNNING;
    }

    /** What the hall promises; empty before acceptance. */
    public Optional<Deadline> promised(CaseFile file) {
        return file.acceptance().map(acceptance -> deadline(file, acceptance, acceptance.limitDays()));
    }

    /** What the law demands; empty before acceptance and where it sets no limit. */
    public Optional<Deadline> statutory(CaseFile file) {
        return file.acceptance()
                .filter(acceptance -> acceptance.statutoryDays() > 0)
                .map(acceptance -> deadline(file, acceptance, acceptance.statutoryDays()));
    }

    private Deadline deadline(CaseFile file, Acceptance acceptance, int days) {
        var extension = file.extension()
                .filter(LimitExtension::isApproved)
                .map(LimitExtension::days)
                .orElse(0);
        return clockOf(file)
                .deadline(
                        new DeadlineTerms(acceptance.at(), Limit.workingDays(days), counted(file.stops()), extension));
    }

    /** A limit of its own within the case, such as a department's: counted from its beginning, resting when the case rests. */
    public Deadline within(CaseFile file, Instant from, int days) {
        return clock.deadline(new DeadlineTerms(from, Limit.workingDays(days), counted(file.stops()), 0));
    }

    private static List<Stop> counted(List<CaseStop> stops) {
        var counted = new ArrayList<Stop>();
        for (var stop : stops) {
            end(stop)
                    .filter(end -> stop.kind().stopsClock() && stop.startedAt().isBefore(end))
                    .ifPresent(end -> counted.add(new Stop(stop.startedAt(), end)));
        }
        return counted;
    }

    /** A running one ends, as far as anybody knows, with the day the applicant was told. */
    private static Optional<Instant> end(CaseStop stop) {
        return stop.endedAt().or(() -> stop.estimatedUntil().map(CaseClock::endOf));
    }

    /** The moment from which silence has become acceptance. */
    Instant silenceSince(Instant received) {
        return endOfWorkingDays(received, DAYS_TO_ANSWER);
    }

    /** The moment a count of working days that begins at {@code from} is over. */
    Instant endOfWorkingDays(Instant from, int days) {
        return clock.deadline(DeadlineTerms.of(from, Limit.workingDays(days))).dueMoment();
    }

    LocalDate workingDaysAfter(Instant from, int days) {
        return clock.deadline(DeadlineTerms.of(from, Limit.workingDays(days))).dueDate();
    }

    static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(HallClock.BUSINESS_ZONE).toInstant();
    }
}
