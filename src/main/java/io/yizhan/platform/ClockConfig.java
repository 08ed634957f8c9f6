package io.yizhan.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "yizhan.clock")
public interface ClockConfig {
    /** Whether {@link MovableClock} may be put forward. Not in production: the law's days do not wait. */
    @WithDefault("false")
    boolean movable();
}
