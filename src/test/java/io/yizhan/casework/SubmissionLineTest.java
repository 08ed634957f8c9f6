package io.yizhan.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.yizhan.platform.Problem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmissionLineTest {
    private record Places(int submissionsAtOnce, int submissionsWaiting) implements CaseworkConfig {
        @Override
        public String publicAddress() {
            return "";
        }

        @Override
        public Map<String, List<String>> ends() {
            return Map.of();
        }

        @Override
        public int prefillCases() {
            return 0;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final SubmissionLine line = new SubmissionLine(vertx, new Places(2, 2));
    private final List<UniEmitter<? super String>> inside = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Throwable> failed = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void letsInAsManyAsThereArePlacesAndTheNextWhenOneLeaves() {
        join(3);
        await().untilAsserted(() -> assertThat(inside).hasSize(2));

        inside.get(0).complete("written");

        await().untilAsserted(() -> assertThat(inside).hasSize(3));
        assertThat(done).containsExactly("written");
    }

    @Test
    void makesRoomAfterAFailureToo() {
        join(3);
        await().untilAsserted(() -> assertThat(inside).hasSize(2));

        inside.get(1).fail(new IllegalStateException("refused"));

        await().untilAsserted(() -> assertThat(inside).hasSize(3));
    }

    @Test
    void sendsAwayWhomTheLineIsTooLongFor() {
        join(5);

        await().untilAsserted(() -> assertThat(failed).hasSize(1));
        assertThat(failed.get(0)).isInstanceOf(Problem.class).hasMessage("service-busy");
    }

    private void join(int count) {
        for (int i = 0; i < count; i++) {
            line.inTurn(() -> Uni.createFrom().<String>emitter(inside::add))
                    .subscribe()
                    .with(done::add, failed::add);
        }
    }
}
