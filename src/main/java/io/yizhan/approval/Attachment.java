package io.yizhan.approval;

import java.time.Instant;
import java.util.UUID;

/**
 * A file that belongs to a department's opinion on a case.
 *
 * @param sha256 of the file, in hexadecimal
 * @param mediaType recognised by content
 */
record Attachment(
        UUID id,
        UUID caseId,
        String department,
        String title,
        String sha256,
        long size,
        String mediaType,
        Instant addedAt,
        UUID addedBy) {}
