package io.yizhan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings whose default is wrong for us; each came from a measurement or from somebody's outage. */
@QuarkusTest
class DefaultsGuardTest {
    @Inject
    SmallRyeConfig running;

    /** What the committed file says in production, without this machine's environment. */
    private final SmallRyeConfig production = production();

    private static SmallRyeConfig production() {
        try {
            var file = DefaultsGuardTest.class.getResource("/application.properties");
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .withProfile("prod")
                    .withSources(new PropertiesConfigSource(file, 250))
                    .build();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.redis.max-pool-size, 6",
        "quarkus.redis.max-pool-waiting, 24",
        "quarkus.redis.max-waiting-handlers, 2048",
        "quarkus.redis.timeout, 10s",
        "quarkus.redis.reconnect-attempts, 0",
        "quarkus.datasource.reactive.max-size, 20",
        "quarkus.datasource.reactive.max-lifetime, none",
        "quarkus.datasource.reactive.idle-timeout, none",
        "quarkus.datasource.reactive.reconnect-attempts, 0",
        "quarkus.vertx.prefer-native-transport, false",
        "quarkus.http.idle-timeout, 30M",
        "quarkus.http.limits.max-connections, none",
        "quarkus.http.limits.max-body-size, 10240K",
        "quarkus.http.limits.max-header-size, 20K",
        "quarkus.rest.output-buffer-size, 8191",
        "quarkus.shutdown.timeout, none",
        "quarkus.shutdown.delay-enabled, false",
        "quarkus.package.jar.appcds.use-container, true",
        "quarkus.devservices.enabled, true",
        "mp.jwt.verify.audiences, none",
        "quarkus.security.jaxrs.deny-unannotated-endpoints, false"
    })
    void isNotAtItsDefault(String key, String frameworkDefault) {
        assertThat(running.getOptionalValue(key, String.class)).get().isNotEqualTo(frameworkDefault);
        assertThat(production.getOptionalValue(key, String.class)).get().isNotEqualTo(frameworkDefault);
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.http.host, 0.0.0.0",
        "quarkus.swagger-ui.enabled, false",
        "quarkus.redis.tls.hostname-verification-algorithm, HTTPS"
    })
    void isDifferentInProduction(String key, String value) {
        assertThat(production.getValue(key, String.class)).isEqualTo(value);
        assertThat(running.getOptionalValue(key, String.class)).isNotEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.datasource.password",
                "quarkus.redis.password",
                "yizhan.identity.encryption-keys",
                "yizhan.identity.hash-keys",
                "yizhan.token.signing-key",
                "yizhan.token.next-key",
                "yizhan.token.pairwise-key",
                "yizhan.progress.etag-key"
            })
    void isNoSecretThatTheRepositoryKnows(String key) {
        assertThat(production.getOptionalValue(key, String.class)).isEmpty();
    }

    @Test
    void drainsBeforeKubernetesKills() {
        var duration = new DurationConverter();
        var delay = duration.convert(production.getValue("quarkus.shutdown.delay", String.class));
        var timeout = duration.convert(production.getValue("quarkus.shutdown.timeout", String.class));
        assertThat(delay).isPositive();
        assertThat(delay.plus(timeout)).hasSeconds(35);
    }

    @Test
    void takesOneUploadButNoMore() {
        var limit = production.getValue("quarkus.http.limits.max-body-size", String.class);
        assertThat(new MemorySizeConverter().convert(limit).asLongValue()).isEqualTo(11L << 20);
    }

    @Test
    void testsLookHarderAndListenWhereverThereIsRoom() {
        assertThat(production.getValue("quarkus.http.test-port", Integer.class)).isZero();
        assertThat(running.getValue("quarkus.vertx.max-event-loop-execute-time", String.class))
                .isEqualTo("100ms");
        assertThat(running.getValue("quarkus.http.host", String.class)).isEqualTo("127.0.0.1");
        assertThat(running.getValue("quarkus.shutdown.delay", String.class)).isEqualTo("0s");
    }
}
