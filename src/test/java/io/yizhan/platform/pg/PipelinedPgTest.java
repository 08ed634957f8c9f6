package io.yizhan.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PipelinedPgTest {
    private static final String ECHO = "select $1::int";
    private static final String SLEEP = "select $1::int from pg_sleep(0.5)";

    @Inject
    Vertx vertx;

    @Inject
    DedicatedConnections connections;

    @Inject
    DataSource direct;

    @Test
    void answersEachQuestionWithItsOwnAnswer() {
        var pg = pg(1000, Duration.ofSeconds(5));

        var answers = onALoop(pg, ECHO, 1000);

        assertThat(answers).extracting(CompletableFuture::join).isEqualTo(numbers(1000));
    }

    @Test
    void takesAllQuestionsOfALoopToOneConnection() {
        var pg = pg(1000, Duration.ofSeconds(5));

        var pids = onALoop(pg, "select pg_backend_pid() + 0 * $1::int", 50);

        assertThat(pids.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    @Test
    void answersOnTheContextOfTheCaller() {
        var pg = pg(10, Duration.ofSeconds(5));
        var seen = new CompletableFuture<Boolean>();
        var caller = VertxContext.getOrCreateDuplicatedContext(vertx);
        caller.runOnContext(here -> pg.query(ECHO, Tuple.of(1))
                .subscribe()
                .with(rows -> seen.complete(Vertx.currentContext() == caller), seen::completeExceptionally));

        assertThat(seen.join()).isTrue();
    }

    @Test
    void leavesOthersAloneWhenOneStatementFails() {
        var pg = pg(100, Duration.ofSeconds(5));

        var answers = onALoop(pg, "select 10 / ($1::int - 5)", 10);

        await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(answers)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .containsExactly(answers.get(5));
    }

    @Test
    void isBusyWhenTooManyAreUnderWay() {
        var pg = pg(2, Duration.ofSeconds(5));

        var answers = onALoop(pg, SLEEP, 3);

        assertThat(typeOfFailure(answers.get(2))).isEqualTo(ProblemType.SERVICE_BUSY);
        assertThat(answers.get(1).join()).isEqualTo(1);
    }

    @Test
    void givesAConnectionUpThatDoesNotAnswerInTime() {
        var pg = pg(10, Duration.ofMillis(200));

        var late = onALoop(pg, SLEEP, 1).get(0);

        assertThat(typeOfFailure(late)).isEqualTo(ProblemType.SERVICE_BUSY);
        assertThat(onALoop(pg, ECHO, 1).get(0).join()).isZero();
    }

    @Test
    void connectsAgainAfterTheServerHungUp() throws SQLException {
        var pg = pg(10, Duration.ofSeconds(5));
        var pid = onALoop(pg, "select pg_backend_pid() + 0 * $1::int", 1).get(0).join();

        try (var connection = direct.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(" + pid + ")");
        }

        await().untilAsserted(() -> assertThat(onALoop(pg, ECHO, 1).get(0)).succeedsWithin(Duration.ofSeconds(1)));
    }

    private final List<Context> loop = new ArrayList<>();

    /** Asks with the numbers from 0, all before the first answer. */
    private List<CompletableFuture<Integer>> onALoop(PipelinedPg pg, String sql, int count) {
        if (loop.isEmpty()) {
            loop.add(vertx.getOrCreateContext());
        }
        var answers = numbers(count).stream()
                .map(number -> new CompletableFuture<Integer>())
                .toList();
        var asked = new CompletableFuture<Void>();
        loop.get(0).runOnContext(here -> {
            for (int i = 0; i < count; i++) {
                var answer = answers.get(i);
                pg.query(sql, Tuple.of(i))
                        .subscribe()
                        .with(
                                rows -> answer.complete(rows.iterator().next().getInteger(0)),
                                answer::completeExceptionally);
            }
            asked.complete(null);
        });
        asked.join();
        return answers;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static ProblemType typeOfFailure(CompletableFuture<?> asked) {
        try {
            asked.join();
            return null;
        } catch (CompletionException failure) {
            return failure.getCause() instanceof Problem problem ? problem.type() : null;
        }
    }

    private PipelinedPg pg(int maxPipelined, Duration timeout) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(PgConfig.class)
                .withDefaultValue("yizhan.pg.max-pipelined", Integer.toString(maxPipelined))
                .withDefaultValue("yizhan.pg.pipelined-timeout", timeout.toString())
                .withConverter(Duration.class, 1, new DurationConverter())
                .build()
                .getConfigMapping(PgConfig.class);
        return new PipelinedPg(vertx, connections, config);
    }
}
