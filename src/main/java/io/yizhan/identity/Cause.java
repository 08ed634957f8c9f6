package io.yizhan.identity;

import io.vertx.core.http.HttpServerRequest;
import io.yizhan.platform.http.RequestId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who changes or reads something, and in which request: what the audit trail keeps.
 *
 * @param actor the person acting, absent when the service itself acts at start-up
 * @param requestId as in {@code X-Request-Id}
 */
public record Cause(Optional<SubjectId> actor, String requestId) {
    public static Cause of(Caller caller, HttpServerRequest request) {
        return new Cause(Optional.of(caller.actor()), RequestId.of(request));
    }

    static Cause of(Caller caller, String requestId) {
        return new Cause(Optional.of(caller.actor()), requestId);
    }

    /** The caller is not known yet, as at a sign-in. */
    static Cause of(HttpServerRequest request) {
        return new Cause(Optional.empty(), RequestId.of(request));
    }

    /** @param name of the start-up step, such as {@code demo} */
    public static Cause startUp(String name) {
        return new Cause(Optional.empty(), name);
    }

    @Nullable UUID actorOrNull() {
        return actor.map(SubjectId::value).orElse(null);
    }
}
