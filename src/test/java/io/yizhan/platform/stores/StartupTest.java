package io.yizhan.platform.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartupTest {
    private static final Map<String, String> COMPLETE = complete();

    private static Map<String, String> complete() {
        var environment = new HashMap<String, String>();
        environment.put("DATABASE_URL", "postgresql://hall:secret@db.example/yizhan?sslmode=disable");
        environment.put("REDIS_URL", "redis://:secret@redis.example:6379");
        environment.put("YIZHAN_TOKEN_ISSUER", "https://hall.example");
        for (var secret : Secret.values()) {
            if (!secret.isOptional()) {
                environment.put(secret.variable(), secret.generate());
            }
        }
        return environment;
    }

    private static Map<String, String> startInProduction(Map<String, String> environment) {
        return Startup.settingsOf("prod", new Variable(environment, property -> null));
    }

    private static Map<String, String> with(String variable, String value) {
        var environment = new HashMap<>(COMPLETE);
        environment.put(variable, value);
        return environment;
    }

    @Test
    void productionStartsOnWhatTheEnvironmentNames() {
        assertThat(startInProduction(COMPLETE))
                .containsEntry("quarkus.datasource.reactive.url", "postgresql://db.example:5432/yizhan")
                .containsEntry("quarkus.redis.hosts", "redis://:secret@redis.example:6379")
                .doesNotContainKey("yizhan.data")
                .doesNotContainKey("yizhan.token.issuer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_URL",
                "REDIS_URL",
                "YIZHAN_IDENTITY_ENCRYPTION_KEYS",
                "YIZHAN_IDENTITY_HASH_KEYS",
                "YIZHAN_TOKEN_SIGNING_KEY",
                "YIZHAN_TOKEN_PAIRWISE_KEY",
                "YIZHAN_TOKEN_ISSUER",
                "YIZHAN_PROGRESS_ETAG_KEY"
            })
    void productionRefusesToStartWithout(String variable) {
        var environment = new HashMap<>(COMPLETE);
        environment.remove(variable);
        assertThatThrownBy(() -> startInProduction(environment))
                .isInstanceOf(StartRefused.class)
                .hasMessageMatching(variable + " is not set: it must be [^.]+(\\.pem)?.*\\.");
        assertThatThrownBy(() -> startInProduction(with(variable, "  "))).isInstanceOf(StartRefused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "YIZHAN_IDENTITY_ENCRYPTION_KEYS | 1:dG9vIHNob3J0",
                "YIZHAN_IDENTITY_ENCRYPTION_KEYS | AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "YIZHAN_IDENTITY_HASH_KEYS | 40000:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "YIZHAN_TOKEN_SIGNING_KEY | not a key",
                "YIZHAN_TOKEN_NEXT_KEY | AAAA",
                "YIZHAN_TOKEN_PAIRWISE_KEY | AAAA",
                "YIZHAN_PROGRESS_ETAG_KEY | 1:AAAA",
                "YIZHAN_TOKEN_ISSUER | http://hall.example",
                "YIZHAN_TOKEN_ISSUER | hall",
                "REDIS_URL | redis.example:6379",
                "REDIS_URL | redis://one.example:6379,two.example:6379",
                "DATABASE_URL | db.example"
            })
    void productionRefusesWhatIsMalformedWithoutRepeatingIt(String variable, String value) {
        assertThatThrownBy(() -> startInProduction(with(variable, value)))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith(variable + " is malformed: it must be ")
                .message()
                .doesNotContain(value);
    }

    @Test
    void anUnknownProfileIsAsStrictAsProduction() {
        assertThatThrownBy(() -> Startup.settingsOf("staging", new Variable(Map.of(), property -> null)))
                .isInstanceOf(StartRefused.class);
        assertThatThrownBy(() -> Startup.settingsOf("demo,prod", new Variable(Map.of(), property -> null)))
                .isInstanceOf(StartRefused.class);
    }

    @Test
    void quarkusVariablesWinOverTheUrls() {
        var environment = with("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://other.example:5433/hall");
        environment.put("QUARKUS_REDIS_HOSTS", "redis://other.example:6380");
        assertThat(startInProduction(environment))
                .containsEntry("yizhan.pg.migration-url", "jdbc:postgresql://other.example:5433/hall")
                .doesNotContainKey("quarkus.datasource.reactive.url")
                .doesNotContainKey("quarkus.datasource.username");
        environment.remove("DATABASE_URL");
        environment.remove("REDIS_URL");
        assertThat(startInProduction(environment)).containsOnlyKeys("yizhan.pg.migration-url");
    }

    @Test
    void severalRedisServersAreAClusterUnlessItIsSaidWhatTheyAre() {
        var several = "redis://:secret@one.example:6379,redis://:secret@two.example:6379";
        assertThat(startInProduction(with("REDIS_URL", several)))
                .containsEntry("quarkus.redis.hosts", several)
                .containsEntry("quarkus.redis.client-type", "cluster");
        var said = with("REDIS_URL", several);
        said.put("QUARKUS_REDIS_CLIENT_TYPE", "sentinel");
        assertThat(startInProduction(said)).doesNotContainKey("quarkus.redis.client-type");
        assertThat(startInProduction(COMPLETE)).doesNotContainKey("quarkus.redis.client-type");
    }

    @Test
    void aDemoOnConfiguredStoresStartsNoneOfItsOwn() throws Exception {
        try (var folder = StoreFolder.create()) {
            var environment = Map.of(
                    "DATABASE_URL", "postgresql://hall:secret@db.example/yizhan",
                    "REDIS_URL", "redis://redis.example:6379",
                    "YIZHAN_DATA", folder.path().toString());
            assertThat(Startup.settingsOf("demo", new Variable(environment, property -> null)))
                    .containsEntry("quarkus.redis.hosts", "redis://redis.example:6379")
                    .containsEntry("quarkus.datasource.reactive.url", "postgresql://db.example:5432/yizhan")
                    .containsEntry("yizhan.token.issuer", "http://localhost:8080")
                    .containsEntry("yizhan.data", folder.path().toString())
                    .containsKeys("yizhan.identity.encryption-keys", "yizhan.token.signing-key");
            assertThat(folder.path()).isDirectoryNotContaining("glob:**/{postgres,redis}");
            LocalStores.open(folder.path()).close();
        }
    }

    @ParameterizedTest
    @CsvSource({"'',true", "true,true", "false,false", ",false"})
    void forgetsAllDataWhenAsked(String asked, boolean isForgotten) throws Exception {
        try (var folder = StoreFolder.create()) {
            var upload = Files.writeString(folder.path().resolve("upload"), "kept");
            var properties = new HashMap<String, String>();
            properties.put("yizhan.data", folder.path().toString());
            properties.put("yizhan.reset", asked);
            properties.put("quarkus.datasource.reactive.url", "postgresql://db.example:5432/yizhan");
            properties.put("quarkus.redis.hosts", "redis://redis.example:6379");
            Startup.settingsOf("demo", new Variable(Map.of(), properties::get));
            LocalStores.open(folder.path()).close();
            assertThat(Files.exists(upload)).isNotEqualTo(isForgotten);
        }
    }

    @ParameterizedTest
    @EnumSource
    void acceptsWhatItGenerates(KeyFormat format) {
        assertThat(format.accepts(format.generate())).isTrue();
        assertThat(format.generate()).isNotEqualTo(format.generate());
    }

    @Test
    void acceptsAPemAndRefusesAShortKey() throws Exception {
        var encoder = Base64.getMimeEncoder();
        assertThat(KeyFormat.RSA.accepts(pem(encoder.encodeToString(rsa(2048)))))
                .isTrue();
        assertThat(KeyFormat.RSA.accepts(pem(encoder.encodeToString(rsa(1024)))))
                .isFalse();
    }

    private static String pem(String body) {
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    private static byte[] rsa(int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate().getEncoded();
    }

    @Test
    void acceptsSeveralVersionsOnce() {
        var one = KeyFormat.PLAIN.generate();
        var two = KeyFormat.PLAIN.generate();
        assertThat(KeyFormat.VERSIONED.accepts("2:" + two + ", 1:" + one)).isTrue();
        assertThat(KeyFormat.VERSIONED.accepts("1:" + two + ",1:" + one)).isFalse();
        assertThat(KeyFormat.VERSIONED.accepts("0:" + one)).isFalse();
    }
}
