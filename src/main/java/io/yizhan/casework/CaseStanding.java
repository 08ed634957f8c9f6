package io.yizhan.casework;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a case stands and how it came there: what may be shown to anyone who has its query number.
 *
 * @param promisedOn as written on the receipt
 * @param dueOn since acceptance: when it is due by the hall's promise
 * @param estimatedUntil while it rests: until when, as far as was told
 */
public record CaseStanding(
        UUID id,
        QueryNumber queryNumber,
        String implementationCode,
        CaseState state,
        int version,
        Instant submittedAt,
        LocalDate promisedOn,
        ClockState clock,
        Optional<LocalDate> dueOn,
        Optional<LocalDate> estimatedUntil,
        boolean isProvisional,
        Instant changedAt,
        List<CaseEvent> events) {

    /** Something that happened to a case. */
    public record CaseEvent(int seq, CaseMove move, Instant at) {}
}
