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
    void letsTheSubmissionsOfAnItemInOneAfterTheOther() {
        join("a", 3);
        await().untilAsserted(() -> assertThat(inside).hasSize(1));

        inside.get(0).complete("written");

        await().untilAsserted(() -> assertThat(inside).hasSize(2));
        assertThat(done).containsExactly("written");
    }

    @Test
    void letsAnotherItemGoBeside() {
        join("a", 2);
        join("b", 2);

        await().untilAsserted(() -> assertThat(inside).hasSize(2));
    }

    @Test
    void goesOnAfterAFailureToo() {
        join("a", 2);
        await().untilAsserted(() -> assertThat(inside).hasSize(1));

        inside.get(0).fail(new IllegalStateException("refused"));

        await().untilAsserted(() -> assertThat(inside).hasSize(2));
    }

    @Test
    void sendsAwayWhomTheLineIsTooLongFor() {
        join("a", 4);

        await().untilAsserted(() -> assertThat(failed).hasSize(1));
        assertThat(failed.get(0)).isInstanceOf(Problem.class).hasMessage("service-busy");
    }

    private void join(String item, int count) {
        for (int i = 0; i < count; i++) {
            line.inTurn(item, () -> Uni.createFrom().<String>emitter(inside::add))
                    .subscribe()
                    .with(done::add, failed::add);
        }
    }
}
