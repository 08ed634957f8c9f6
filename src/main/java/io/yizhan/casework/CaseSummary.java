package io.yizhan.casework;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** A case in its owner's list. */
record CaseSummary(
        UUID id,
        String officialNumber,
        String queryNumber,
        String implementationCode,
        Optional<String> itemNameZh,
        Optional<String> itemNameEn,
        CaseState state,
        int version,
        Instant submittedAt,
        LocalDate promisedOn,
        Optional<LocalDate> dueOn) {}
