package io.yizhan.platform.redis;

import java.time.Duration;

/** What a test asks of the Redis connections. */
record RedisSettingsOfTest(
        Duration commandTimeout,
        int maxInFlight,
        Duration reconnectPause,
        Duration silence,
        int nearEntries,
        double nearShare,
        Duration nearLifetime,
        Duration nearLease,
        boolean naive)
        implements RedisConfig {
    static RedisSettingsOfTest standard() {
        return new RedisSettingsOfTest(
                Duration.ofMillis(500),
                1024,
                Duration.ofMillis(50),
                Duration.ofMillis(600),
                1000,
                0.1,
                Duration.ofMinutes(1),
                Duration.ofMillis(400),
                false);
    }

    RedisSettingsOfTest with(int maxInFlight, Duration commandTimeout, Duration silence) {
        return new RedisSettingsOfTest(
                commandTimeout,
                maxInFlight,
                reconnectPause,
                silence,
                nearEntries,
                nearShare,
                nearLifetime,
                nearLease,
                naive);
    }
}
