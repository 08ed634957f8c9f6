package io.yizhan.platform.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;

/** A token bucket per client, in this process: enough against guessing, cheap enough for every poll. */
public final class ClientBuckets {
    private final int burst;
    private final double perSecond;
    private final Clock clock;

    /** Kept in order by whoever asks: to wake another thread for it would cost more than the asking. */
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(200_000)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    /** @param burst tokens a client has at first and at most */
    public ClientBuckets(int burst, double perSecond, Clock clock) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Takes tokens when there is at least one. Milliseconds until there is one again, 0 when they were taken. */
    public long take(String client, int count) {
        var bucket = count == 0 ? buckets.getIfPresent(client) : bucket(client);
        return bucket == null ? 0 : bucket.take(count);
    }

    /** Takes a token whether there is one or not. */
    public void spend(String client) {
        bucket(client).spend();
    }

    private Bucket bucket(String client) {
        var known = buckets.getIfPresent(client);
        return known == null ? buckets.get(client, first -> new Bucket()) : known;
    }

    private final class Bucket {
        private double tokens = burst;
        private long filledAt;

        private synchronized long take(int count) {
            fill();
            if (tokens < 1) {
                return Math.max(1, (long) ((1 - tokens) / perSecond * 1000));
            }
            tokens -= count;
            return 0;
        }

        private synchronized void spend() {
            fill();
            tokens = Math.max(0, tokens - 1);
        }

        private void fill() {
            var now = clock.millis();
            if (filledAt > 0 && now > filledAt) {
                tokens = Math.min(burst, tokens + (now - filledAt) / 1000.0 * perSecond);
            }
            filledAt = Math.max(filledAt, now);
        }
    }
}
