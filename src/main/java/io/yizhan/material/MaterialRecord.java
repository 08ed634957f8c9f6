package io.yizhan.material;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** A material as its holder sees it. {@code handedInAt} is absent until a case was submitted with it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record MaterialRecord(
        UUID id,
        String materialType,
        int version,
        int edition,
        MaterialState state,
        TrustGrade trustGrade,
        String issuer,
        Optional<LocalDate> issuedOn,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validUntil,
        String mediaType,
        long size,
        String sha256,
        Instant uploadedAt,
        Optional<UUID> sourceCase,
        Optional<Instant> handedInAt,
        boolean confirmedAtWindow) {}
