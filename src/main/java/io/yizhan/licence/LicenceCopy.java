package io.yizhan.licence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A copy for a purpose.
 *
 * @param version of the licence it shows
 * @param until the last day it is good for
 * @param verificationCode of its own: tells anyone until when the copy is good
 */
record LicenceCopy(
        UUID id,
        UUID licenceId,
        int version,
        String purpose,
        String recipient,
        LocalDate until,
        Instant madeAt,
        String verificationCode) {}
