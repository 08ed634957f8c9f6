package io.yizhan.material;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * A material the hall holds for a subject: a candidate for reuse, with what matching needs and where it came from.
 *
 * @param holder the subject it belongs to
 * @param version counts every change of this material, from 1; what a case was submitted with names the version
 * @param edition which issue of the document this is, from 1; a later edition supersedes the earlier
 * @param issuedOn date on the document, if it states one
 * @param validFrom first day of validity, if the document states one
 * @param validUntil last day of validity, inclusive, if the document states one
 * @param sourceCase the case it was handed in with
 * @param handedInAt when that case was submitted; empty for an upload no case was submitted with yet
 * @param confirmedBy the clerk who compared it with the original
 */
public record HeldMaterial(
        UUID id,
        UUID holder,
        String materialType,
        int version,
        int edition,
        MaterialState state,
        TrustGrade grade,
        String issuer,
        Optional<LocalDate> issuedOn,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validUntil,
        Optional<UUID> sourceCase,
        Optional<Instant> handedInAt,
        Optional<UUID> confirmedBy) {
    @JsonIgnore
    public boolean isHandedIn() {
        return handedInAt.isPresent();
    }

    HeldMaterial handedIn(UUID sourceCase, Instant moment) {
        return new HeldMaterial(
                id,
                holder,
                materialType,
                version + 1,
                edition,
                state,
                grade,
                issuer,
                issuedOn,
                validFrom,
                validUntil,
                Optional.of(sourceCase),
                Optional.of(moment),
                confirmedBy);
    }
}
