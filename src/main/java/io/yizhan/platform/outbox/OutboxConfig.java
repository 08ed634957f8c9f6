package io.yizhan.platform.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "yizhan.outbox")
public interface OutboxConfig {
    /** How long a change may wait before the relay looks for it. The request itself writes through at once. */
    @WithDefault("250ms")
    Duration pause();

    /** Entries taken in one transaction. */
    @WithDefault("256")
    int batch();

    /** Deliveries of an entry that fail by themselves before it is parked: about an hour. */
    @WithDefault("20")
    int attempts();

    /** How long an entry is tried while a store is away before it is parked. */
    @WithDefault("3d")
    Duration patience();

    /** How often an instance counts what is parked and how long the oldest entry has been waiting. */
    @WithDefault("10s")
    Duration look();
}
