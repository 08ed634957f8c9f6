package io.yizhan.catalogue;

import io.yizhan.platform.http.EntityTag;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;

/** Answers public reads: 304 when the client has it already, else the bytes, with how long they may be kept. */
@Singleton
final class CachedAnswers {
    private final String cacheControl;

    CachedAnswers(CatalogueConfig config) {
        this.cacheControl = "public, max-age=" + config.maxAge().toSeconds();
    }

    Response of(CachedDocument document, HttpHeaders request) {
        return of(document.tag(), document::body, request);
    }

    /** @param body rendered only when the client does not have it */
    Response of(EntityTag tag, Supplier<byte[]> body, HttpHeaders request) {
        var answer = isKnown(tag, request) ? Response.notModified() : whole(body.get());
        return answer.header(HttpHeaders.ETAG, tag.header())
                .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                .build();
    }

    /** The length is stated here because an answer to HEAD has no body to take it from. */
    private static Response.ResponseBuilder whole(byte[] body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).header(HttpHeaders.CONTENT_LENGTH, body.length);
    }

    private static boolean isKnown(EntityTag tag, HttpHeaders request) {
        List<String> condition = request.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
        return condition != null && tag.isNamedBy(condition);
    }
}
