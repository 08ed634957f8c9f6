package io.yizhan.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Requests that have reached the framework's router, by the name a test has given them in {@code X-Test}. */
@Singleton
public class Travellers {
    public static final String NAME = "X-Test";

    private static final int BEFORE_THE_FRONT_DOOR = 20_000;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    void observe(@Observes Filters filters) {
        filters.register(
                context -> {
                    var name = context.request().getHeader(NAME);
                    if (name != null) {
                        seen.add(name);
                    }
                    context.next();
                },
                BEFORE_THE_FRONT_DOOR);
    }

    public Set<String> seen() {
        return seen;
    }
}
