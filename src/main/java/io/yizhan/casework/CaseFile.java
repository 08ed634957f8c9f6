package io.yizhan.casework;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A case with all that decides how it may go on. An act turns one into the next; nothing in it is written elsewhere.
 *
 * @param version counts what has happened; the sequence of the last event
 * @param due as computed by {@link CaseClock} after the last move
 */
public record CaseFile(
        Head head,
        CaseState state,
        int version,
        Optional<Acceptance> acceptance,
        List<CaseStop> stops,
        List<Correction> corrections,
        Optional<LimitExtension> extension,
        List<Owed> owed,
        Optional<Decision> decision,
        Optional<Ending> ending,
        Due due,
        Set<String> otherDepartments) {

    /**
     * What never changes.
     *
     * @param department credit code of the responsible department
     * @param actor who submitted it
     * @param promisedOn as written on the receipt: the day it would be done if accepted at once
     */
    public record Head(
            UUID id,
            int bucket,
            UUID subject,
            UUID actor,
            String implementationCode,
            String department,
            int catalogueVersion,
            String officialNumber,
            QueryNumber queryNumber,
            Instant submittedAt,
            LocalDate promisedOn) {}

    /**
     * When it is due.
     *
     * @param on by the hall's promise; an estimate while a stop is running; absent before acceptance, and while a stop runs
     *     whose end nobody knows
     * @param statutoryOn by law; absent where the law sets no limit
     * @param isProvisional whether a holiday notice still to come may change it
     * @param countedBy the holiday notice that was the latest when it was counted; absent while nothing has been
     */
    public record Due(
            ClockState clock,
            Optional<LocalDate> on,
            Optional<LocalDate> statutoryOn,
            boolean isProvisional,
            Optional<String> countedBy) {
        /** Whether the same is due, whichever notice it was counted by. */
        boolean isAs(Due other) {
            return clock == other.clock
                    && on.equals(other.on)
                    && statutoryOn.equals(other.statutoryOn)
                    && isProvisional == other.isProvisional;
        }
    }

    public CaseFile {
        stops = List.copyOf(stops);
        corrections = List.copyOf(corrections);
        owed = List.copyOf(owed);
        otherDepartments = Set.copyOf(otherDepartments);
    }

    public UUID id() {
        return head.id();
    }

    /** From when the authority's five days to answer count: receipt, or the last corrections. */
    Instant answerableSince() {
        return corrections.stream()
                .flatMap(correction -> correction.suppliedAt().stream())
                .max(Instant::compareTo)
                .orElse(head.submittedAt());
    }

    public Optional<CaseStop> runningStop() {
        return stops.stream().filter(CaseStop::isRunning).findFirst();
    }

    Optional<Correction> openCorrection() {
        return corrections.stream().filter(Correction::isOpen).findFirst();
    }

    boolean owesAnything() {
        return owed.stream().anyMatch(Owed::isOpen);
    }

    CaseFile at(CaseState next) {
        return new CaseFile(
                head,
                next,
                version + 1,
                acceptance,
                stops,
                corrections,
                extension,
                owed,
                decision,
                ending,
                due,
                otherDepartments);
    }

    CaseFile with(Acceptance given) {
        return new CaseFile(
                head,
                state,
                version,
                Optional.of(given),
                stops,
                corrections,
                extension,
                owed,
                decision,
                ending,
                due,
                otherDepartments);
    }

    CaseFile with(LimitExtension given) {
        return new CaseFile(
                head,
                state,
                version,
                acceptance,
                stops,
                corrections,
                Optional.of(given),
                owed,
                decision,
                ending,
                due,
                otherDepartments);
    }

    CaseFile with(Decision given) {
        return new CaseFile(
                head,
                state,
                version,
                acceptance,
                stops,
                corrections,
                extension,
                owed,
                Optional.of(given),
                ending,
                due,
                otherDepartments);
    }

    CaseFile with(Ending given) {
        return new CaseFile(
                head,
                state,
                version,
                acceptance,
                stops,
                corrections,
                extension,
                owed,
                decision,
                Optional.of(given),
                due,
                otherDepartments);
    }

    CaseFile with(Due given) {
        return new CaseFile(
                head,
                state,
                version,
                acceptance,
                stops,
                corrections,
                extension,
                owed,
                decision,
                ending,
                given,
                otherDepartments);
    }

    CaseFile withStops(List<CaseStop> given) {
        return new CaseFile(
                head,
                state,
                version,
                acceptance,
                given,
                corrections,
                extension,
                owed,
                decision,
                ending,
                due,
                otherDepartments);
    }

    CaseFile withCorrections(List<Correction> given) {
        return new CaseFile(
                head,
                state,
                version,
                acceptance,
                stops,
                given,
                extension,
                owed,
                decision,
                ending,
                due,
                otherDepartments);
    }

    CaseFile withOwed(List<Owed> given) {
        return new CaseFile(
                head,
                state,
                version,
                acceptance,
                stops,
                corrections,
                extension,
                given,
                decision,
                ending,
                due,
                otherDepartments);
    }

    CaseFile stopped(CaseStop stop) {
        var more = new ArrayList<>(stops);
        more.add(stop);
        return withStops(more);
    }

    /** The running stop, if any, ends now. */
    CaseFile resumed(Instant at, Optional<UUID> by, Optional<String> result) {
        return withStops(stops.stream()
                .map(stop -> stop.isRunning() ? stop.ended(at, by, result) : stop)
                .toList());
    }

    CaseFile asked(Correction correction) {
        var more = new ArrayList<>(corrections);
        more.add(correction);
        return withCorrections(more);
    }
}
