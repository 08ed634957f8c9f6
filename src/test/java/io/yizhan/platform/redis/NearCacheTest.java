package io.yizhan.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The near cache without Redis: reads that take as long as the test wants, and changes told in between. */
class NearCacheTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<Runnable> late = new ArrayList<>();
    private final Lease lease = new Lease(late::add);
    private final List<String> heard = new ArrayList<>();
    private final NearCache<Integer, String> cache = cache(Duration.ZERO, 1000);

    NearCacheTest() {
        cache.flush(true);
        heard.clear();
        lease.extendTo(System.nanoTime() + LONG.toNanos());
    }

    private NearCache<Integer, String> cache(Duration fallback, int entries) {
        var keys = new NearKeys<Integer, String>("test", "test:", Integer::valueOf, String::length, fallback);
        var listener = new NearListener<Integer>() {
            @Override
            public void changed(Integer key) {
                heard.add("changed " + key);
            }

            @Override
            public void flushed() {
                heard.add("flushed");
            }
        };
        return new NearCache<>(keys, listener, lease, new NearCache.Limits(entries, 1_000_000, LONG));
    }

    /** A read of the store that has begun and ends when the test says so. */
    private static final class Read {
        private UniEmitter<? super String> answer;
        private int begun;

        private Uni<String> begin() {
            begun++;
            return Uni.createFrom().emitter(emitter -> answer = emitter);
        }
    }

    private CompletableFuture<String> load(Read read) {
        return load(cache, read);
    }

    private static CompletableFuture<String> load(NearCache<Integer, String> from, Read read) {
        return from.load(1, read::begin).subscribeAsCompletionStage();
    }

    /** Held, but no ping says any more that it is current. */
    private void holdInDoubt(String value) {
        var read = new Read();
        load(read);
        read.answer.complete(value);
        lease.extendTo(System.nanoTime());
    }

    private void waitInVain() {
        late.forEach(Runnable::run);
        late.clear();
    }

    @Test
    void keepsWhatWasRead() {
        var read = new Read();
        var loaded = load(read);
        assertThat(cache.get(1)).isNull();

        read.answer.complete("value");

        assertThat(loaded).isCompletedWithValue("value");
        assertThat(cache.get(1)).isEqualTo("value");
        assertThat(load(new Read())).isCompletedWithValue("value");
    }

    @Test
    void keepsWhatAReaderWithoutAChainHasRead() {
        var reading = cache.begin(1);
        assertThat(reading).isNotNull();
        assertThat(cache.get(1)).isNull();
        assertThat(cache.begin(1)).as("another").isNull();
        var read = new Read();
        var waiting = load(read);

        reading.keep("value");

        assertThat(waiting).isCompletedWithValue("value");
        assertThat(read.begun).isZero();
        assertThat(cache.get(1)).isEqualTo("value");
        assertThat(cache.begin(1)).as("held").isNull();
    }

    @Test
    void keepsNothingFromAReaderThatAChangeHasOvertaken() {
        var reading = cache.begin(1);
        cache.invalidate("test:{1}");
        reading.keep("old");
        assertThat(cache.get(1)).isNull();

        var beforeAFlush = cache.begin(1);
        cache.flush(true);
        beforeAFlush.keep("old");
        assertThat(cache.get(1)).isNull();
    }

    @Test
    void readsItselfWhenTheReaderItWaitedForHasGivenUp() {
        var reading = cache.begin(1);
        var read = new Read();
        var waiting = load(read);

        reading.leave();
        read.answer.complete("value");

        assertThat(waiting).isCompletedWithValue("value");
        assertThat(cache.get(1)).isEqualTo("value");
    }

    @Test
    void keepsNothingThatWasReadWhileItIsOff() {
        var off = cache(Duration.ZERO, 0);
        assertThat(off.isKeeping()).isFalse();
        var reading = off.begin(1);
        var waiting = load(off, new Read());

        reading.keep("value");

        assertThat(waiting).isCompletedWithValue("value");
        assertThat(off.get(1)).isNull();
        assertThat(off.begin(1)).isNotNull();
    }

    @Test
    void keepsNoValueThatWasReadBeforeAChangeWasTold() {
        var read = new Read();
        var loaded = load(read);

        cache.invalidate("test:{1}");
        read.answer.complete("old");

        assertThat(loaded).isCompletedWithValue("old");
        assertThat(cache.get(1)).isNull();
    }

    @Test
    void keepsNoValueThatWasReadBeforeAnOwnChange() {
        var read = new Read();
        load(read);

        cache.forget(1);
        read.answer.complete("old");

        assertThat(cache.get(1)).isNull();
    }

    @Test
    void keepsNoValueThatWasReadBeforeAFlush() {
        var read = new Read();
        load(read);

        cache.flush(true);
        read.answer.complete("old");

        assertThat(cache.get(1)).isNull();
    }

    @Test
    void readsAnewForWhoAsksAfterAChange() {
        var before = new Read();
        load(before);
        cache.invalidate("test:{1}");

        var after = new Read();
        var loaded = load(after);
        after.answer.complete("new");
        before.answer.complete("old");

        assertThat(loaded).isCompletedWithValue("new");
        assertThat(cache.get(1)).isEqualTo("new");
    }

    @Test
    void readsOnceForAllWhoAskMeanwhile() {
        var read = new Read();
        var first = load(read);
        var second = load(read);

        read.answer.complete("value");

        assertThat(read.begun).isOne();
        assertThat(first).isCompletedWithValue("value");
        assertThat(second).isCompletedWithValue("value");
    }

    @Test
    void readsAgainAfterAFailure() {
        var read = new Read();
        var failed = load(read);
        read.answer.fail(new RedisAway("for now"));
        assertThat(failed).isCompletedExceptionally();

        var again = load(read);
        read.answer.complete("value");

        assertThat(again).isCompletedWithValue("value");
        assertThat(cache.get(1)).isEqualTo("value");
    }

    @Test
    void readsAgainAfterTheOneWhoReadHungUp() {
        var read = new Read();
        var first = load(read);
        first.cancel(true);
        assertThatThrownBy(first::join).isInstanceOf(CancellationException.class);
        if (read.answer != null) {
            read.answer.complete("value");
        }

        var again = load(read);
        read.answer.complete("value");

        assertThat(again).isCompletedWithValue("value");
    }

    @Test
    void answersNothingWhenThePingsAreNotAnsweredAnyMore() {
        var read = new Read();
        load(read);
        read.answer.complete("old");
        assertThat(cache.isCoherent()).isTrue();

        lease.extendTo(System.nanoTime());

        assertThat(cache.isCoherent()).isFalse();
        assertThat(cache.get(1)).isNull();
        var again = new Read();
        var loaded = load(again);
        assertThat(again.begun).isZero();
        waitInVain();
        again.answer.complete("new");
        assertThat(loaded).isCompletedWithValue("new");
    }

    @Test
    void waitsForALatePingInsteadOfReadingEverythingAgain() {
        holdInDoubt("value");

        var again = new Read();
        var loaded = load(again);
        assertThat(loaded).isNotDone();
        lease.extendTo(System.nanoTime() + LONG.toNanos());

        assertThat(loaded).isCompletedWithValue("value");
        assertThat(again.begun).isZero();
    }

    @Test
    void readsWhatWasDroppedWhileItWaitedForALatePing() {
        holdInDoubt("old");

        var again = new Read();
        var loaded = load(again);
        cache.invalidate("test:{1}");
        lease.extendTo(System.nanoTime() + LONG.toNanos());
        again.answer.complete("new");

        assertThat(loaded).isCompletedWithValue("new");
    }

    @Test
    void waitsOnceInVainAndThenReadsAtOnce() {
        holdInDoubt("old");
        var first = new Read();
        load(first);
        waitInVain();
        first.answer.complete("new");

        var second = new Read();
        load(second);

        assertThat(second.begun).isEqualTo(1);
    }

    @Test
    void keepsNothingWhileNoChangesAreTold() {
        cache.flush(false);
        var read = new Read();
        load(read);
        read.answer.complete("value");

        assertThat(cache.get(1)).isNull();
        assertThat(cache.isCoherent()).isFalse();
    }

    @Test
    void keepsForTheFallbackLifetimeWhileNoChangesAreTold() {
        var withFallback = cache(LONG, 1000);
        var read = new Read();
        load(withFallback, read);
        read.answer.complete("value");
        assertThat(withFallback.get(1)).isEqualTo("value");

        withFallback.flush(true);

        assertThat(withFallback.get(1)).as("begins empty").isNull();
    }

    @Test
    void keepsNothingWhenItIsOff() {
        var off = cache(LONG, 0);
        off.flush(true);
        var read = new Read();
        load(off, read);
        read.answer.complete("value");

        assertThat(off.get(1)).isNull();
    }

    @Test
    void doesNotEndAtOnceWhatWasReadAtOnce() {
        var left = new ArrayList<Duration>();
        for (int key = 0; key < 100; key++) {
            var loaded = cache.load(key, () -> Uni.createFrom().item("value")).subscribeAsCompletionStage();
            assertThat(loaded).isCompleted();
            left.add(cache.left(key).orElseThrow());
        }
        assertThat(left).allSatisfy(life -> assertThat(life).isBetween(LONG.dividedBy(3), LONG));
        assertThat(Collections.max(left).minus(Collections.min(left))).isGreaterThan(LONG.dividedBy(4));
    }

    @Test
    void keepsAllForTheWholeFallbackLifetimeWhileNoChangesAreTold() {
        var withFallback = cache(LONG, 1000);
        for (int key = 0; key < 20; key++) {
            var loaded =
                    withFallback.load(key, () -> Uni.createFrom().item("value")).subscribeAsCompletionStage();
            assertThat(loaded).isCompleted();
            assertThat(withFallback.left(key))
                    .hasValueSatisfying(life -> assertThat(life).isGreaterThan(LONG.minusMinutes(1)));
        }
    }

    @Test
    void holdsNoMoreEntriesThanItMay() {
        for (int key = 0; key < 3000; key++) {
            var value = "value " + key;
            var loaded = cache.load(key, () -> Uni.createFrom().item(value)).subscribeAsCompletionStage();
            assertThat(loaded).isCompleted();
        }
        assertThat(cache.size()).isLessThanOrEqualTo(1000);
    }

    @Test
    void holdsFewerWhenTheyHaveGrown() {
        var keys = new NearKeys<Integer, StringBuilder>(
                "test", "test:", Integer::valueOf, StringBuilder::length, Duration.ZERO);
        var growing =
                new NearCache<>(keys, NearListener.<Integer>none(), lease, new NearCache.Limits(1000, 1_000_000, LONG));
        growing.flush(true);
        for (int key = 0; key < 100; key++) {
            var value = new StringBuilder();
            assertThat(growing.load(key, () -> Uni.createFrom().item(value)).subscribeAsCompletionStage())
                    .isCompleted();
            value.append("x".repeat(100_000));
            growing.grown(key);
        }
        assertThat(growing.size()).isLessThan(11);
    }

    @Test
    void tellsItsListenerOfEveryChange() {
        cache.invalidate("test:{1}");
        cache.invalidate("test:{somebody else's}");
        cache.invalidate("test:");
        cache.flush(true);

        assertThat(heard).containsExactly("changed 1", "flushed");
    }
}
