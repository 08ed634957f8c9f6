package io.yizhan.demo;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.VertxContextSupport;

/** The personas of the demonstration for tests, without its cases. */
public final class DemoPersonas {
    private DemoPersonas() {}

    public static void register() {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> Arc.container().instance(DemoHall.class).get().personas());
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }
}
