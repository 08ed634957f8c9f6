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
}
