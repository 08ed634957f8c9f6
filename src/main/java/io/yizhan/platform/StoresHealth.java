package io.yizhan.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.yizhan.platform.redis.PipelinedRedis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Names the store that is away. It never turns readiness down for it: the stores are shared, so every replica would leave
 * at once, and those that stay still answer guides and remembered progress. Looked up in the background: a probe costs no
 * connection.
 */
@Readiness
@Singleton
class StoresHealth implements AsyncHealthCheck {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Pool pool;
    private final PipelinedRedis redis;
    private volatile boolean isStopped;
    private volatile boolean isPostgresThere = true;
    private volatile boolean isRedisThere = true;

    StoresHealth(Vertx vertx, Pool pool, PipelinedRedis redis) {
        this.vertx = vertx;
        this.pool = pool;
        this.redis = redis;
    }

    void start(@Observes StartupEvent started) {
        rest();
    }

    void stop(@Observes ShutdownEvent stopping) {
        isStopped = true;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(HealthCheckResponse.named("stores")
                        .up()
                        .withData("postgresql", word(isPostgresThere))
                        .withData("redis", word(isRedisThere))
                        .build());
    }

    private static String word(boolean isThere) {
        return isThere ? "answering" : "away";
    }

    private void rest() {
        vertx.setTimer(PAUSE.toMillis(), again -> look());
    }

    private void look() {
        if (!isStopped) {
            lookAtPostgres().chain(this::lookAtRedis).subscribe().with(done -> rest());
        }
    }

    private Uni<Void> lookAtPostgres() {
        return answers(pool.query("select 1").execute())
                .invoke(isThere -> isPostgresThere = isThere)
                .replaceWithVoid();
    }

    private Uni<Void> lookAtRedis() {
        return answers(redis.send(Request.cmd(Command.PING)))
                .invoke(isThere -> isRedisThere = isThere)
                .replaceWithVoid();
    }

    private static Uni<Boolean> answers(Uni<?> question) {
        return question.replaceWith(true)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }
}
