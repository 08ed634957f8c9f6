package io.yizhan.holidays;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "yizhan.holidays")
public interface HolidaysConfig {
    /** How often to look for a newer notice in case its announcement was lost: the longest an instance counts by the old ones. */
    @WithDefault("30s")
    Duration pollInterval();
}
