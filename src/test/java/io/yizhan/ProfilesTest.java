package io.yizhan;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"dev", "demo", "test"})
    void letsAPersonaSignInWithoutAPhoneWhereverNobodyIsReal(String profile) throws IOException {
        var settings = settings(profile);

        assertThat(settings.getValue("yizhan.identity.demo-region", boolean.class))
                .isTrue();
        assertThat(settings.getValue("yizhan.identity.code.demo", boolean.class))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "staging"})
    void switchesEveryDemonstrationOffEverywhereElse(String profile) throws IOException {
        var settings = settings(profile);

        assertThat(settings.getOptionalValue("yizhan.identity.demo-region", boolean.class))
                .isEmpty();
        assertThat(settings.getOptionalValue("yizhan.identity.code.demo", boolean.class))
                .isEmpty();
        assertThat(settings.getOptionalValue("yizhan.clock.movable", boolean.class))
                .isEmpty();
        assertThat(settings.getOptionalValue("yizhan.demo.enabled", boolean.class))
                .isEmpty();
    }

    /** Of {@code %{a,b,c}.} only the middle one would be honoured, silently. */
    @Test
    void namesSeveralProfilesWithoutBraces() throws IOException {
        assertThat(source().getPropertyNames()).noneMatch(name -> name.startsWith("%{"));
    }

    private static SmallRyeConfig settings(String profile) throws IOException {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withProfile(profile)
                .withSources(source())
                .build();
    }

    private static PropertiesConfigSource source() throws IOException {
        return new PropertiesConfigSource(Yizhan.class.getResource("/application.properties"));
    }
}
