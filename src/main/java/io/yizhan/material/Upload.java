package io.yizhan.material;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * What an applicant says about a file, and what we found in it.
 *
 * @param sha256 of the stored bytes
 * @param size in bytes
 */
record Upload(
        String materialType,
        String issuer,
        Optional<LocalDate> issuedOn,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validUntil,
        Optional<UUID> replaces,
        byte[] sha256,
        long size,
        String mediaType) {}
