package io.yizhan.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.yizhan.platform.http.EntityTag;

/** A JSON answer rendered ahead, with the tag of its content. The bytes are shared and must not be changed. */
@SuppressWarnings("ArrayRecordComponent")
record CachedDocument(byte[] body, EntityTag tag) {
    static CachedDocument of(Object value, ObjectMapper json) {
        try {
            var body = json.writeValueAsBytes(value);
            return new CachedDocument(body, EntityTag.of(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
