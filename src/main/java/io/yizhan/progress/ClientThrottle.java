package io.yizhan.progress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Token buckets per client, in this process: enough against guessing, cheap enough for every poll. */
@Singleton
class ClientThrottle {
    private final Limit forQuestions;
    private final Limit forMisses;
    private final Clock clock;
    private final Cache<String, Bucket> questions = buckets();
    private final Cache<String, Bucket> misses = buckets();

    ClientThrottle(ProgressConfig config, Clock clock) {
        this.forQuestions = new Limit(config.questionsBurst(), config.questionsPerSecond());
        this.forMisses = new Limit(config.missesBurst(), config.missesPerSecond());
        this.clock = clock;
    }

    private static Cache<String, Bucket> buckets() {
        return Caffeine.newBuilder()
                .maximumSize(200_000)
                .expireAfterAccess(Duration.ofMinutes(10))
                .build();
    }

    /** Takes one question from the client's bucket. A client that has guessed too often gets no answer either. */
    void ask(String client) {
        var now = clock.millis();
        var wait = bucket(questions, client, forQuestions).take(now, forQuestions, 1);
        if (wait == 0) {
            wait = bucket(misses, client, forMisses).take(now, forMisses, 0);
        }
        if (wait > 0) {
            throw Problem.of(ProblemType.TOO_MANY_REQUESTS, "请稍后再查。", "Ask again later.")
                    .retryAfter(Duration.ofMillis(wait).plusSeconds(1));
        }
    }

    void missed(String client) {
        bucket(misses, client, forMisses).spend(clock.millis(), forMisses);
    }

    private static Bucket bucket(Cache<String, Bucket> buckets, String client, Limit limit) {
        return buckets.get(client, first -> new Bucket(limit.burst()));
    }

    private record Limit(int burst, double perSecond) {}

    private static final class Bucket {
        private double tokens;
        private long filledAt;

        private Bucket(double tokens) {
            this.tokens = tokens;
        }

        /** Milliseconds until it may be asked again, 0 when it may now. */
        private synchronized long take(long now, Limit limit, int count) {
            fill(now, limit);
            if (tokens < 1) {
                return Math.max(1, (long) ((1 - tokens) / limit.perSecond() * 1000));
            }
            tokens -= count;
            return 0;
        }

        private synchronized void spend(long now, Limit limit) {
            fill(now, limit);
            tokens = Math.max(0, tokens - 1);
        }

        private void fill(long now, Limit limit) {
            if (filledAt > 0 && now > filledAt) {
                tokens = Math.min(limit.burst(), tokens + (now - filledAt) / 1000.0 * limit.perSecond());
            }
            filledAt = Math.max(filledAt, now);
        }
    }
}
