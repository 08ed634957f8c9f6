package io.yizhan.platform.http;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/** A request as a lane sees it: the framework's own behind the {@link FrontDoor}, what a connection has decoded at the {@link Doorstep}. */
public abstract class LaneRequest {
    LaneRequest() {}

    public abstract boolean is(HttpMethod method);

    /** Path and query as the client has written them. */
    public abstract String uri();

    public abstract MultiMap headers();

    /** Of whoever has connected, as digits: a proxy, perhaps. */
    abstract String peerAddress();

    /** @param gone told when the client hangs up before it is answered */
    public abstract void onHangUp(Runnable gone);

    /**
     * Answers, once and whole, with what every answer carries besides.
     *
     * @param status 200 with a JSON body, or 304 with none
     * @param headers a name, its value, and so on
     */
    abstract void send(int status, Timer timer, Buffer body, CharSequence... headers);
}
