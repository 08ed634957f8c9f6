package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** A licence in a list. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LicenceSummary(
        UUID id,
        int version,
        String materialType,
        String nameZh,
        String nameEn,
        String issuer,
        LicenceState state,
        LocalDate validFrom,
        Optional<LocalDate> validUntil) {}
