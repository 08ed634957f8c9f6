package io.yizhan.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @ConfigMapping(prefix = "yizhan.post")
    interface PostConfig {
        @AtLeast(1)
        @AtMost(10)
        int lettersADay();

        @WithDefault("0.5")
        @AtMost(0.8)
        double share();

        Bag bag();

        interface Bag {
            @WithDefault("3")
            @AtLeast(2)
            long pockets();
        }
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredCustomizers()
                .withMapping(PostConfig.class)
                .withDefaultValues(settings)
                .build();
    }

    @Test
    void whatIsWithinStands() {
        for (var letters : new String[] {"1", "10"}) {
            var config = config(Map.of("yizhan.post.letters-a-day", letters, "yizhan.post.share", "0.8"));
            assertThat(config.getConfigMapping(PostConfig.class).lettersADay()).isEqualTo(Integer.parseInt(letters));
        }
    }

    @Test
    void everythingBeyondIsNamed() {
        assertThatThrownBy(() -> config(Map.of(
                        "yizhan.post.letters-a-day", "0", "yizhan.post.share", "0.81", "yizhan.post.bag.pockets", "1")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("yizhan.post.letters-a-day must be at least 1")
                .hasMessageContaining("yizhan.post.share must be at most 0.8")
                .hasMessageContaining("yizhan.post.bag.pockets must be at least 2");
        assertThatThrownBy(() -> config(Map.of("yizhan.post.letters-a-day", "11")))
                .hasMessageContaining("yizhan.post.letters-a-day must be at most 10");
    }
}
