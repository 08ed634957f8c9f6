package io.yizhan.licence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * What a department has to watch: a licence withheld because a commitment was not kept.
 *
 * @param identifier of the licence's newest version
 * @param version to state in {@code If-Match} when it is changed
 * @param caseId the case that gave the licence and still lacks what was promised
 * @param dueOn the last day to supply it; afterwards the licence is revoked
 */
record BrokenCommitment(
        UUID licenceId,
        String identifier,
        int version,
        UUID caseId,
        String materialType,
        String nameZh,
        String nameEn,
        Instant openedAt,
        LocalDate dueOn) {}
