package io.yizhan.casework;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Where a case stands and how it came there: what may be shown to anyone who has its query number. */
public record CaseStanding(
        UUID id,
        QueryNumber queryNumber,
        String implementationCode,
        CaseState state,
        int version,
        Instant submittedAt,
        LocalDate promisedOn,
        boolean isProvisional,
        Instant changedAt,
        List<CaseEvent> events) {

    /** Something that happened to a case. */
    public record CaseEvent(int seq, CaseState kind, Instant at) {}
}
