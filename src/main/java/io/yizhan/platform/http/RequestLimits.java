package io.yizhan.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Refuses what is too long before anything looks at it. */
@Singleton
final class RequestLimits {
    private static final int AFTER_REQUEST_ID = 9_000;

    private final HttpConfig config;
    private final ProblemAnswer answer;
    /** Counts a body that does not say how long it is while reading it. */
    private final BodyHandler unannounced;

    RequestLimits(HttpConfig config, ProblemAnswer answer) {
        this.config = config;
        this.answer = answer;
        unannounced = BodyHandler.create(false).setBodyLimit(config.maxBodyBytes());
    }

    void observe(@Observes Filters filters) {
        filters.register(this::limitHead, AFTER_REQUEST_ID);
        filters.register(this::limitBody, AFTER_REQUEST_ID - 1);
    }

    private void limitHead(RoutingContext context) {
        var request = context.request();
        if (request.uri().length() > config.maxUriLength()) {
            answer.send(Problem.of(ProblemType.URI_TOO_LONG), context);
        } else if (headerLength(request) > config.maxHeaderLength()) {
            answer.send(Problem.of(ProblemType.HEADERS_TOO_LARGE), context);
        } else {
            context.next();
        }
    }

    private static int headerLength(HttpServerRequest request) {
        int length = 0;
        for (var header : request.headers()) {
            length += header.getKey().length() + header.getValue().length();
        }
        return length;
    }

    private void limitBody(RoutingContext context) {
        var request = context.request();
        var coding = request.getHeader("Transfer-Encoding");
        var isUpload = isUpload(request.getHeader("Content-Type"));
        var limit = isUpload ? config.maxUploadBytes() : config.maxBodyBytes();
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            answer.sendAndClose(unknownCoding(), context);
        } else if (announced(request.getHeader("Content-Length")) > limit) {
            answer.sendAndClose(Problem.of(ProblemType.PAYLOAD_TOO_LARGE), context);
        } else if (coding != null && !isUpload) {
            unannounced.handle(context);
        } else {
            context.next();
        }
    }

    private static Problem unknownCoding() {
        return Problem.of(ProblemType.INVALID_REQUEST)
                .fault("header:Transfer-Encoding", "unknown", "只支持 chunked", "only chunked is known");
    }

    private static boolean isUpload(@Nullable String contentType) {
        var type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/") || type.startsWith("application/zip");
    }

    private static long announced(@Nullable String contentLength) {
        try {
            return contentLength == null ? 0 : Long.parseLong(contentLength.strip());
        } catch (NumberFormatException refusedLater) {
            return 0;
        }
    }
}
