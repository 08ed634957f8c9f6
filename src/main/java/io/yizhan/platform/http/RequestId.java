package io.yizhan.platform.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** Names every exchange: the caller's {@code X-Request-Id} when it is well formed, else a new one, in every answer. */
public final class RequestId {
    static final String HEADER = "X-Request-Id";
    static final CharSequence NAME = HttpHeaders.createOptimized(HEADER);
    static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    private RequestId() {}

    /** Names this exchange in its answer. */
    static void name(HttpServerRequest request) {
        request.response().putHeader(NAME, givenOrNew(request.headers())).putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
    }

    /** The id of an exchange that has been named, as every one is at the {@link FrontDoor}. */
    public static String of(HttpServerRequest request) {
        return request.response().headers().get(NAME);
    }

    static String givenOrNew(MultiMap headers) {
        var given = headers.get(NAME);
        return given != null && WELL_FORMED.matcher(given).matches()
                ? given
                : UuidCreator.getTimeOrderedEpochFast().toString();
    }
}
