package io.yizhan.licence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * An e-licence with all its versions.
 *
 * @param holder whose it is
 * @param holderName as on the licence
 * @param issuer credit code of the department
 * @param material the material its newest issue is in the holder's space
 */
record Licence(
        UUID id,
        UUID holder,
        String holderName,
        String materialType,
        String typeCode,
        String nameZh,
        String nameEn,
        String issuer,
        String serial,
        UUID material,
        LicenceChain chain) {

    LicenceIdentifier nextIdentifier() {
        return new LicenceIdentifier(typeCode, issuer, serial, chain.newest().number() + 1);
    }

    /** The next version, with the validity of the newest and of no case. */
    LicenceVersion follow(
            LicenceState state, Optional<String> description, String reason, LocalDate effectiveFrom, Instant at) {
        var newest = chain.newest();
        return new LicenceVersion(
                newest.number() + 1,
                nextIdentifier().toString(),
                Optional.of(newest.identifier()),
                state,
                description,
                Optional.of(reason),
                effectiveFrom,
                newest.validFrom(),
                newest.validUntil(),
                at,
                Optional.empty());
    }

    @Override
    public String toString() {
        return "licence " + id;
    }
}
