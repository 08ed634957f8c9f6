package io.yizhan.progress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.yizhan.platform.http.EntityTag;

/**
 * A view ready to be sent.
 *
 * @param caseVersion of the case it shows
 * @param catalogueVersion of the catalogue its texts come from
 * @param header the entity tag as the {@code ETag} header carries it
 * @param body JSON; never written to
 */
record Rendered(int caseVersion, int catalogueVersion, EntityTag etag, String header, Buffer body) {
    static Rendered of(int caseVersion, int catalogueVersion, EntityTag etag, Buffer body) {
        return new Rendered(caseVersion, catalogueVersion, etag, etag.header(), body);
    }

    /** Whether nothing more will happen. */
    boolean isFinal() {
        return new JsonObject(body).getBoolean("isFinal");
    }

    /** Of memory, about. */
    int bytes() {
        return 200 + body.length();
    }
}
