package io.yizhan.feed;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.yizhan.platform.Text;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * What somebody is told of a case of theirs.
 *
 * @param entry of the outbox, from which it comes
 * @param subject whom it concerns; a channel finds a way to them by this alone
 * @param topic such as {@code case.accepted}
 */
record Notice(@JsonIgnore long entry, UUID subject, UUID caseId, String topic, String zh, String en, Instant at) {
    Notice(long entry, UUID subject, UUID caseId, String topic, Text text, Instant at) {
        this(entry, subject, caseId, topic, text.zh(), text.en(), at);
    }

    /** The same whenever it is sent again. */
    UUID id() {
        return UUID.nameUUIDFromBytes(("notice/" + entry).getBytes(StandardCharsets.UTF_8));
    }
}
