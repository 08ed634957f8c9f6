package io.yizhan.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.BiConsumer;

/**
 * What becomes of an authentication that fails once a request is on its way to its resource: it fails the request, and the
 * problem mappers answer. The framework would put the same handler in place, but look up the path's template for the metrics
 * first, and for that build the table of all resources anew: a tenth of what an ordinary request costs.
 */
@Singleton
final class LateAuthenticationFailure implements BiConsumer<RoutingContext, Throwable> {
    /** The framework's own is at 200, its replacement at 199; of equals, whoever registers here comes after it. */
    private static final int AFTER_AUTHENTICATION = 200;

    void observe(@Observes Filters filters) {
        filters.register(this::put, AFTER_AUTHENTICATION);
    }

    private void put(RoutingContext context) {
        context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, this);
        context.next();
    }

    @Override
    public void accept(RoutingContext context, Throwable failure) {
        DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(context, failure);
        if (!context.failed()) {
            context.fail(DefaultAuthFailureHandler.extractRootCause(failure));
        }
    }
}
