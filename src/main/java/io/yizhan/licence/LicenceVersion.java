package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * One link in the chain of a licence: an issue, or a change of its state. It never changes.
 *
 * @param number 1, 2, 3, …
 * @param identifier of this version
 * @param replaces identifier of the version before, absent for the first
 * @param description what the state means here; always there for {@link LicenceState#OTHER}
 * @param reason why, in the officer's words
 * @param effectiveFrom the day from which it stands for the licence; never later than the day it was made
 * @param validUntil last day of validity, inclusive; absent when it does not expire
 * @param sourceCase the case that led to it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LicenceVersion(
        int number,
        String identifier,
        Optional<String> replaces,
        LicenceState state,
        Optional<String> description,
        Optional<String> reason,
        LocalDate effectiveFrom,
        LocalDate validFrom,
        Optional<LocalDate> validUntil,
        Instant at,
        Optional<UUID> sourceCase) {

    boolean covers(LocalDate day) {
        return !day.isBefore(validFrom)
                && validUntil.map(last -> !day.isAfter(last)).orElse(true);
    }
}
