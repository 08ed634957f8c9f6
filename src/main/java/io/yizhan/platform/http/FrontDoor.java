package io.yizhan.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What every request passes before the framework looks at it: it is named, refused when it is too long, taken by a lane, or
 * goes on along the road. One filter, because each one costs a request as much as what is done in it.
 */
@Singleton
final class FrontDoor {
    private static final int BEFORE_EVERYTHING = 10_000;

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
        if (limits.admits(context) && !lanes.take(context)) {
            StaticPages.guard(context);
        }
    }
}
