package io.yizhan.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.yizhan.casework.BatchQueue.Limits;
import io.yizhan.platform.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static final Limits LIMITS = new Limits(64, 1, 1, 200, 8);
    private static final Limits TWO_AT_ONCE = new Limits(64, 2, 2, 200, 8);

    private final Vertx vertx = Vertx.vertx();
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private final List<UniEmitter<? super List<String>>> underWay = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void doesTogetherWhatCameInMeanwhile() {
        var queue = queue(LIMITS, this::whenTold);
        join(queue, "first");
        await().untilAsserted(() -> assertThat(batches).hasSize(1));
        var waiting = join(queue, "a", "b", "c");

        settle(0);

        await().untilAsserted(() -> assertThat(batches).containsExactly(List.of("first"), List.of("a", "b", "c")));
        settle(1);
        assertThat(waiting).extracting(CompletableFuture::join).containsExactly("a!", "b!", "c!");
    }

    @Test
    void takesThoseThatComeTogetherTogether() {
        var queue = queue(LIMITS, this::atOnce);

        var answers = onTheLoop(() -> join(queue, "a", "b", "c"));

        assertThat(answers).extracting(CompletableFuture::join).containsExactly("a!", "b!", "c!");
        assertThat(batches).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void takesNoMoreThanItMay() {
        var queue = queue(new Limits(2, 1, 1, 200, 8), this::atOnce);

        onTheLoop(() -> join(queue, "a", "b", "c")).forEach(CompletableFuture::join);

        assertThat(batches).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void keepsApartWhatMustNotMeetAndKeepsTheirPlaces() {
        var queue = queue(LIMITS, this::atOnce);

        onTheLoop(() -> join(queue, "a1", "a2", "b1", "a3", "b2")).forEach(CompletableFuture::join);

        assertThat(batches).containsExactly(List.of("a1", "b1"), List.of("a2", "b2"), List.of("a3"));
    }

    @Test
    void inACrowdABatchGoesBesideTheOneUnderWayAndNoThird() {
        var queue = underWay("first");

        onTheLoop(() -> join(queue, "a", "b", "c"));
        await().untilAsserted(() -> assertThat(batches).containsExactly(List.of("first"), List.of("a", "b", "c")));
        onTheLoop(() -> join(queue, "d", "e"));

        assertThat(afterAWhile(queue)).hasSize(2);
        settle(0);
        await().untilAsserted(() -> assertThat(batches).hasSize(3).endsWith(List.of("d", "e")));
    }

    @Test
    void tooFewForABatchBesideAnotherWaitForIt() {
        var queue = underWay("first");

        onTheLoop(() -> join(queue, "a"));

        assertThat(afterAWhile(queue)).hasSize(1);
        settle(0);
        await().untilAsserted(() -> assertThat(batches).endsWith(List.of("a")));
    }

    @Test
    void whatComesInTurnWaitsForItsLikeAndHoldsUpNobodyElse() {
        var queue = underWay("x:1");

        onTheLoop(() -> join(queue, "x:2", "y:1", "x:3", "y:2"));

        await().untilAsserted(() -> assertThat(batches).containsExactly(List.of("x:1"), List.of("y:1", "y:2")));
        settle(0);
        await().untilAsserted(() -> assertThat(batches).hasSize(3).endsWith(List.of("x:2", "x:3")));
    }

    @Test
    void keepsApartWhatMustNotMeetInTwoBatchesEither() {
        var queue = underWay("a1");

        onTheLoop(() -> join(queue, "a2", "b1", "c", "a3"));

        await().untilAsserted(() -> assertThat(batches).containsExactly(List.of("a1"), List.of("b1", "c")));
        settle(1);
        assertThat(afterAWhile(queue)).hasSize(2);
        settle(0);
        await().untilAsserted(() -> assertThat(batches).hasSize(3).endsWith(List.of("a2")));
    }

    private BatchQueue<String, String> underWay(String request) {
        var queue = queue(TWO_AT_ONCE, this::whenTold);
        join(queue, request);
        await().untilAsserted(() -> assertThat(batches).hasSize(1));
        return queue;
    }

    /** Whatever would start has started when those who came later are known to wait. */
    private List<List<String>> afterAWhile(BatchQueue<String, String> queue) {
        onTheLoop(queue::waiting);
        onTheLoop(queue::waiting);
        return batches;
    }

    @Test
    void sendsAwayWhomItHasNoPlaceFor() {
        var queue = queue(new Limits(64, 1, 1, 2, 8), this::whenTold);
        join(queue, "first");
        await().untilAsserted(() -> assertThat(batches).hasSize(1));

        var answers = join(queue, "a", "b", "c");

        assertThat(failure(answers.get(2))).isInstanceOf(Problem.class).hasMessage("service-busy");
        settle(0);
        await().untilAsserted(() -> assertThat(batches).hasSize(2));
    }

    @Test
    void triesTheRequestsOfAFailedBatchOneByOne() {
        var queue = queue(
                LIMITS,
                requests -> requests.contains("bad")
                        ? Uni.createFrom().failure(new IllegalArgumentException("bad"))
                        : atOnce(requests));
        var names = new ArrayList<>(IntStream.range(0, 63).mapToObj(i -> i + "").toList());
        names.add(30, "bad");

        var answers = onTheLoop(() -> join(queue, names.toArray(String[]::new)));

        assertThat(failure(answers.remove(30))).hasMessage("bad");
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).endsWith("!"));
        assertThat(batches).hasSize(63);
    }

    @Test
    void triesNothingAgainWhenItIsOpenWhetherItWasDone() {
        var queue = queue(LIMITS, requests -> {
            batches.add(requests);
            return Uni.createFrom().failure(new IllegalStateException("lost"));
        });

        var answers = onTheLoop(() -> join(queue, "a", "b"));

        assertThat(answers).allSatisfy(answer -> assertThat(failure(answer)).hasMessage("lost"));
        assertThat(batches).hasSize(1);
    }

    @Test
    void goesOnAfterAFailure() {
        var queue = queue(
                LIMITS,
                requests -> requests.contains("bad")
                        ? Uni.createFrom().failure(new IllegalArgumentException("bad"))
                        : atOnce(requests));
        join(queue, "bad").forEach(BatchQueueTest::failure);

        assertThat(join(queue, "good").get(0).join()).isEqualTo("good!");
    }

    @Test
    void answersWhereItWasAsked() {
        var queue = queue(LIMITS, this::atOnce);
        var caller = ((VertxInternal) vertx).createEventLoopContext();
        var seen = new CompletableFuture<Context>();
        var answer = caller.<String>promise();
        answer.future().onComplete(done -> seen.complete(Vertx.currentContext()));

        queue.join("a", answer);

        assertThat(seen.join()).isSameAs(caller);
    }

    private interface Doing {
        Uni<List<String>> together(List<String> requests);
    }

    private final ContextInternal loop = ((VertxInternal) vertx).createEventLoopContext();

    private BatchQueue<String, String> queue(Limits limits, Doing doing) {
        return new BatchQueue<>(loop, limits, new BatchQueue.Work<>() {
            @Override
            public Uni<List<String>> together(List<String> requests) {
                return doing.together(requests);
            }

            @Override
            public boolean isOfOne(Throwable failure) {
                return failure instanceof IllegalArgumentException;
            }

            @Override
            public Object apart(String request) {
                return request.matches("[ab]\\d") ? request.charAt(0) : request;
            }

            @Override
            public Object inTurn(String request) {
                return request.replaceAll(":.*", "");
            }
        });
    }

    private Uni<List<String>> atOnce(List<String> requests) {
        batches.add(requests);
        return Uni.createFrom().item(answers(requests));
    }

    private Uni<List<String>> whenTold(List<String> requests) {
        batches.add(requests);
        return Uni.createFrom().emitter(underWay::add);
    }

    private void settle(int batch) {
        await().untilAsserted(() -> assertThat(underWay).hasSizeGreaterThan(batch));
        underWay.get(batch).complete(answers(batches.get(batch)));
    }

    private static List<String> answers(List<String> requests) {
        return requests.stream().map(request -> request + "!").toList();
    }

    private List<CompletableFuture<String>> join(BatchQueue<String, String> queue, String... requests) {
        var answers = new ArrayList<CompletableFuture<String>>();
        for (var request : requests) {
            Promise<String> answer = Promise.promise();
            queue.join(request, answer);
            answers.add(answer.future().toCompletionStage().toCompletableFuture());
        }
        return answers;
    }

    /** All before the queue can look at the first. */
    private <T> T onTheLoop(java.util.function.Supplier<T> joining) {
        var joined = new CompletableFuture<T>();
        loop.runOnContext(here -> joined.complete(joining.get()));
        return joined.join();
    }

    private static Throwable failure(CompletableFuture<?> answer) {
        return answer.handle((done, failure) -> failure).join();
    }
}
