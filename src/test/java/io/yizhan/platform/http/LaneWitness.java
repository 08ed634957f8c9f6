package io.yizhan.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A lane that answers nothing: it counts how often it is asked, by the name of {@link Travellers}, and fails where it is told to. */
@Singleton
public class LaneWitness {
    /** {@code head} or {@code body}: when the lane fails. */
    public static final String FAILS = "X-Test-Fails";

    private final ExpressLane lanes;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    LaneWitness(ExpressLane lanes) {
        this.lanes = lanes;
    }

    void observe(@Observes Filters filters) {
        lanes.open(this::reader);
    }

    private ExpressLane.@Nullable Reader reader(LaneRequest request) {
        var name = request.headers().get(Travellers.NAME);
        if (name != null) {
            asked.merge(name, 1, Integer::sum);
        }
        var fails = request.headers().get(FAILS);
        if ("head".equals(fails)) {
            throw new IllegalStateException("told to fail");
        }
        return fails == null
                ? null
                : (body, road) -> {
                    throw new IllegalStateException("told to fail");
                };
    }

    public int asked(String name) {
        return asked.getOrDefault(name, 0);
    }
}
