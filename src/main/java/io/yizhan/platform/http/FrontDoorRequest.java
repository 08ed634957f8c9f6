package io.yizhan.platform.http;

import io.micrometer.core.instrument.Timer;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;

/** What a lane is asked behind the {@link FrontDoor}, where it has been named. */
final class FrontDoorRequest extends LaneRequest {
    /** {@code quarkus.micrometer.binder.http-server.ignore-patterns} leaves it out. */
    private static final String COUNTED = "/counted";

    static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");

    private final HttpServerRequest request;

    FrontDoorRequest(HttpServerRequest request) {
        this.request = request;
    }

    @Override
    public boolean is(HttpMethod method) {
        return request.method().equals(method);
    }

    @Override
    public String uri() {
        return request.uri();
    }

    @Override
    public MultiMap headers() {
        return request.headers();
    }

    @Override
    String peerAddress() {
        return request.remoteAddress().hostAddress();
    }

    @Override
    public void onHangUp(Runnable gone) {
        request.response().closeHandler(closed -> gone.run());
    }

    @Override
    void send(int status, Timer timer, Buffer body, CharSequence... headers) {
        if (((HttpServerRequestInternal) request).metric() instanceof HttpRequestMetric metric) {
            metric.setTemplatePath(COUNTED);
            metric.getSample().stop(timer);
        }
        var response = request.response().setStatusCode(status);
        for (int i = 0; i < headers.length; i += 2) {
            response.putHeader(headers[i], headers[i + 1]);
        }
        if (status == 304) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
        }
    }
}
