package io.yizhan.platform.timer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "yizhan.timer")
public interface TimerConfig {
    /** How often an instance looks for timers that are due: how late one may fire. */
    @WithDefault("1s")
    Duration pause();
}
