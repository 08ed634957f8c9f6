package io.yizhan.licence;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A document of a case.
 *
 * @param subject the applicant it is addressed to
 * @param seal absent until somebody has asked for it and it has been printed; then its bytes never change again
 */
record CaseDocument(
        UUID id, UUID caseId, UUID subject, DocumentData data, Instant at, VerificationCode code, Optional<Seal> seal) {

    record Seal(byte[] sha256, String jws) {}

    @Override
    public String toString() {
        return "document " + data.number();
    }
}
