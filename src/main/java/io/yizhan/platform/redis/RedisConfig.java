package io.yizhan.platform.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.yizhan.platform.config.AtLeast;
import io.yizhan.platform.config.AtMost;
import java.time.Duration;

@ConfigMapping(prefix = "yizhan.redis")
interface RedisConfig {
    /** Longest wait for one command; past it the answer is a miss and PostgreSQL is asked. */
    @WithDefault("75ms")
    Duration commandTimeout();

    /** Commands in flight on one pipelined connection; past it a command fails at once instead of queueing. */
    @WithDefault("1024")
    @AtLeast(1)
    int maxInFlight();

    /** Pause before a lost connection is made again. While it lasts every command fails at once. */
    @WithDefault("200ms")
    Duration reconnectPause();

    /** A connection that says nothing for so long although it was asked is given up and made again. */
    @WithDefault("2s")
    Duration silence();

    /** Entries of one near cache; 0 keeps nothing in this process. */
    @WithDefault("200000")
    @AtLeast(0)
    int nearEntries();

    /** Share of the heap one near cache may take; there are two. */
    @WithDefault("0.1")
    @AtMost(0.8)
    double nearShare();

    /** Longest life of an entry in a near cache, though Redis would have told of a change; the shortest is half of it. */
    @WithDefault("60s")
    Duration nearLifetime();

    /** The most an entry of a near cache can be out of date: after so long without an answered ping none is given. */
    @WithDefault("500ms")
    Duration nearLease();

    /** For measuring only: every command through the pooled client, and no near cache. */
    @WithDefault("false")
    boolean naive();
}
