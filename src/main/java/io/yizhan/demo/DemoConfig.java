package io.yizhan.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "yizhan.demo")
interface DemoConfig {
    /** Never in production: the personas' codes are shown to anyone. */
    @WithDefault("false")
    boolean enabled();

    /** Cases beside those of the personas. */
    @WithDefault("300")
    int cases();
}
