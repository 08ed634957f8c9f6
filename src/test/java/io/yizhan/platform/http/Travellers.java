package io.yizhan.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How far requests have come, by the name a test has given them in {@code X-Test}. */
@Singleton
public class Travellers {
    public static final String NAME = "X-Test";

    private static final int BEFORE_THE_FRONT_DOOR = 20_000;

    private static final int BEHIND_THE_FRONT_DOOR = 9_000;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> onTheRoad = ConcurrentHashMap.newKeySet();

    void observe(@Observes Filters filters) {
        filters.register(context -> note(context, seen), BEFORE_THE_FRONT_DOOR);
        filters.register(context -> note(context, onTheRoad), BEHIND_THE_FRONT_DOOR);
    }

    private static void note(RoutingContext context, Set<String> names) {
        var name = context.request().getHeader(NAME);
        if (name != null) {
            names.add(name);
        }
        context.next();
    }

    /** Those that have reached the framework's router. */
    public Set<String> seen() {
        return seen;
    }

    /** Those that no lane has answered. */
    public Set<String> onTheRoad() {
        return onTheRoad;
    }
}
