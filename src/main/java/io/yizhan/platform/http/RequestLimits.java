package io.yizhan.platform.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Refuses what is too long before anything looks at it. */
@Singleton
final class RequestLimits {
    private final int maxUriLength;
    private final int maxHeaderLength;
    private final long maxBodyBytes;
    private final long maxUploadBytes;
    private final ProblemAnswer answer;
    /** Counts a body that does not say how long it is while reading it. */
    private final BodyHandler unannounced;

    RequestLimits(HttpConfig config, ProblemAnswer answer) {
        this.maxUriLength = config.maxUriLength();
        this.maxHeaderLength = config.maxHeaderLength();
        this.maxBodyBytes = config.maxBodyBytes();
        this.maxUploadBytes = config.maxUploadBytes();
        this.answer = answer;
        unannounced = BodyHandler.create(false).setBodyLimit(maxBodyBytes);
    }

    /** Whether the request may go on. If not, it has been answered, or it goes on by itself when its body has been counted. */
    boolean admits(RoutingContext context) {
        return admitsHead(context) && admitsBody(context);
    }

    /** Whether the request is within all limits, seen from its head alone, and no upload. */
    boolean admitsAtOnce(String uri, MultiMap headers) {
        return uri.length() <= maxUriLength
                && length(headers) <= maxHeaderLength
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && announced(headers.get(HttpHeaders.CONTENT_LENGTH)) <= maxBodyBytes;
    }

    private boolean admitsHead(RoutingContext context) {
        var request = context.request();
        if (request.uri().length() > maxUriLength) {
            answer.send(Problem.of(ProblemType.URI_TOO_LONG), context);
            return false;
        }
        if (length(request.headers()) > maxHeaderLength) {
            answer.send(Problem.of(ProblemType.HEADERS_TOO_LARGE), context);
            return false;
        }
        return true;
    }

    private static int length(MultiMap headers) {
        int length = 0;
        if (headers instanceof HeadersMultiMap plain) { // of HTTP/1: no strings are made of names
            for (var header = plain.iteratorCharSequence(); header.hasNext(); ) {
                var next = header.next();
                length += next.getKey().length() + next.getValue().length();
            }
            return length;
        }
        for (var header : headers) {
            length += header.getKey().length() + header.getValue().length();
        }
        return length;
    }

    private boolean admitsBody(RoutingContext context) {
        var headers = context.request().headers();
        var coding = headers.get(HttpHeaders.TRANSFER_ENCODING);
        var announced = announced(headers.get(HttpHeaders.CONTENT_LENGTH));
        if (coding == null && announced == 0) {
            return true;
        }
        var isUpload = isUpload(headers.get(HttpHeaders.CONTENT_TYPE));
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            answer.sendAndClose(unknownCoding(), context);
            return false;
        }
        if (announced > (isUpload ? maxUploadBytes : maxBodyBytes)) {
            answer.sendAndClose(Problem.of(ProblemType.PAYLOAD_TOO_LARGE), context);
            return false;
        }
        if (coding != null && !isUpload) {
            unannounced.handle(context);
            return false;
        }
        return true;
    }

    private static Problem unknownCoding() {
        return Problem.of(ProblemType.INVALID_REQUEST)
                .fault("header:Transfer-Encoding", "unknown", "只支持 chunked", "only chunked is known");
    }

    private static boolean isUpload(@Nullable String contentType) {
        return contentType != null && (begins(contentType, "multipart/") || begins(contentType, "application/zip"));
    }

    private static boolean begins(String contentType, String word) {
        return contentType.regionMatches(true, 0, word, 0, word.length());
    }

    private static long announced(@Nullable String contentLength) {
        try {
            return contentLength == null ? 0 : Long.parseLong(contentLength.strip());
        } catch (NumberFormatException refusedLater) {
            return 0;
        }
    }
}
