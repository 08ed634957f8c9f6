package io.yizhan.platform.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "yizhan.redis")
public interface RedisConfig {
    /** Longest wait for one command; past it the answer is a miss and PostgreSQL is asked. */
    @WithDefault("75ms")
    Duration commandTimeout();

    /** Commands in flight on one pipelined connection; past it a command fails at once instead of queueing. */
    @WithDefault("1024")
    int maxInFlight();

    /** Pause before a lost connection is made again. While it lasts every command fails at once. */
    @WithDefault("200ms")
    Duration reconnectPause();
}
