package io.yizhan.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

@ConfigMapping(prefix = "yizhan.demo")
interface DemoConfig {
    /** Never in production: the personas' codes are shown to anyone. */
    @WithDefault("false")
    boolean enabled();

    /** Cases beside those of the personas. */
    @WithDefault("300")
    int cases();

    /** Plays the whole life of so many cases on a moved clock, checks everything, and ends: {@code -Dyizhan.demo.play=500}. */
    OptionalInt play();
}
