package io.yizhan.platform.http;

import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What every request passes before the framework looks at it: it is named, refused when it is too long, taken by a lane, or
 * goes on along the road. One filter, because each one costs a request as much as what is done in it.
 */
@Singleton
final class FrontDoor {
    private static final int BEFORE_EVERYTHING = 10_000;

    /** What the metrics of a request say until its resource is known, and go on to say when it is refused before. */
    private static final String NOWHERE = "/other";

    /** Not counted at all, by its path. */
    private static final String OF_THE_FRAMEWORK = "/q/";

    private final RequestLimits limits;
    private final ExpressLane lanes;
    private final Doorstep doorstep;

    FrontDoor(RequestLimits limits, ExpressLane lanes, Doorstep doorstep) {
        this.limits = limits;
        this.lanes = lanes;
        this.doorstep = doorstep;
    }

    void observe(@Observes Filters filters) {
        filters.register(this::enter, BEFORE_EVERYTHING);
    }

    private void enter(RoutingContext context) {
        if (SentTogether.observe(context.request())) {
            doorstep.open(context.request());
        }
        RequestId.name(context.request());
        keepPathOutOfMetrics(context.request());
        if (limits.admits(context)
                && (doorstep.hasAsked(context.request())
                        || !lanes.take(context.request(), body -> goOn(context, body)))) {
            StaticPages.guard(context);
        }
    }

    /** The road finds the body there. */
    private static void goOn(RoutingContext context, Buffer read) {
        ((RoutingContextInternal) context).setBody(read);
        context.next();
    }

    /** Paths hold query numbers and whatever somebody makes up; the framework would count each as if it were a resource. */
    private static void keepPathOutOfMetrics(HttpServerRequest request) {
        if (!request.uri().startsWith(OF_THE_FRAMEWORK)
                && ((HttpServerRequestInternal) request).metric() instanceof HttpRequestMetric metric) {
            metric.setTemplatePath(NOWHERE);
        }
    }
}
