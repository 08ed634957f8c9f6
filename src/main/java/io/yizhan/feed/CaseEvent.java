package io.yizhan.feed;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something that has happened to a case, as other systems are told of it.
 *
 * @param position in the order of all events
 * @param id the same whenever it is told again
 * @param topic such as {@code case.accepted}
 * @param version of the case after it
 * @param department the responsible one, by credit code
 * @param data opaque ids, codes and dates; nothing personal
 */
record CaseEvent(
        @JsonIgnore long position,
        UUID id,
        String topic,
        UUID caseId,
        int version,
        String department,
        Instant at,
        Map<String, Object> data) {

    /** @param entry number of the outbox entry that told of it, of which there is one for ever */
    static CaseEvent of(
            long position,
            long entry,
            String topic,
            UUID caseId,
            int version,
            String department,
            Instant at,
            String data) {
        return new CaseEvent(
                position,
                UUID.nameUUIDFromBytes(("event/" + entry).getBytes(StandardCharsets.UTF_8)),
                topic,
                caseId,
                version,
                department,
                at,
                new JsonObject(data).getMap());
    }
}
