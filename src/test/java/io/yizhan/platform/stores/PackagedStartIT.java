package io.yizhan.platform.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PackagedStartIT {
    private StoreFolder folder;

    @BeforeEach
    void createFolder() {
        folder = StoreFolder.create();
    }

    @AfterEach
    void removeFolder() throws Exception {
        folder.close();
    }

    @Test
    void runsOnItsOwnAndLosesNothingWhenItIsKilled() throws Exception {
        var own = Map.of("YIZHAN_DATA", folder.path().toString());
        long server;
        try (var first = PackagedYizhan.run(folder.path(), own).awaitWelcome()) {
            assertThat(first.status("/q/health/live")).isEqualTo(200);
            assertThat(first.status("/q/swagger-ui/")).isEqualTo(200);
            assertThat(operations(new ObjectMapper(), first.body("/q/openapi?format=json")))
                    .isNotEmpty()
                    .isEqualTo(operations(new YAMLMapper(), first.body("/q/openapi")))
                    .isEqualTo(operations(new YAMLMapper(), Files.readString(Path.of("openapi", "yizhan.yaml"))));
            assertThat(first.said())
                    .contains("Profile demo activated", "samples/01-journey.http", "/kiosk/")
                    .contains("Data folder     " + folder.path());
            folder.query("create table receipt as select 'kept' as text");
            server = folder.postgresProcess();
            var second = PackagedYizhan.run(folder.path(), own);
            assertThat(second.awaitEnd()).isEqualTo(StartRefused.EXIT_CODE);
            assertThat(second.complained()).startsWith("The data folder ").hasLineCount(1);
            first.kill();
        }
        try (var next = PackagedYizhan.run(folder.path(), own).awaitWelcome()) {
            assertThat(folder.postgresProcess()).isEqualTo(server);
            assertThat(folder.query("select text from receipt")).isEqualTo("kept");
            assertThat(next.said()).doesNotContain("first start only");
            next.end();
            assertThat(folder.hasRunningPostgres()).isFalse();
            assertThat(next.said()).contains("yizhan stopped in").doesNotContain("terminating connection");
        }
    }

    private static Set<String> operations(ObjectMapper format, String document) throws IOException {
        return format.readTree(document).at("/paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> operation.getKey() + " " + path.getKey()))
                .collect(Collectors.toSet());
    }

    @Test
    void saysWhichSettingIsBeyondItsLimits() throws Exception {
        var environment = Map.of("YIZHAN_DATA", folder.path().toString(), "YIZHAN_LICENCE_RENEWAL_DAYS", "366");
        var refused = PackagedYizhan.run(folder.path(), environment);
        assertThat(refused.awaitEnd()).as(refused::complained).isEqualTo(StartRefused.EXIT_CODE);
        assertThat(refused.said() + refused.complained()).contains("yizhan.licence.renewal-days must be at most 365");
    }

    @Test
    void usesTheStoresItIsToldAndStartsNoneOfItsOwn() throws Exception {
        try (var elsewhere = StoreFolder.create();
                var stores = elsewhere.start()) {
            var settings = stores.settings();
            var address = URI.create(settings.get("quarkus.datasource.reactive.url"));
            var environment = Map.of(
                    "DATABASE_URL",
                    "postgresql://" + PostgresServer.USER + ":" + settings.get("quarkus.datasource.password")
                            + "@127.0.0.1:" + address.getPort() + address.getPath(),
                    "REDIS_URL",
                    settings.get("quarkus.redis.hosts"),
                    "YIZHAN_DATA",
                    folder.path().toString());
            try (var told = PackagedYizhan.run(folder.path(), environment).awaitWelcome()) {
                assertThat(told.status("/q/health/live")).isEqualTo(200);
                assertThat(folder.path()).isDirectoryNotContaining("glob:**/{postgres,redis,bin}");
                assertThat(elsewhere.query("select count(*) > 0 from flyway_schema_history"))
                        .isEqualTo("t");
                assertThat(told.said() + told.complained()).doesNotContain(settings.get("quarkus.datasource.password"));
            }
        }
    }

    @Test
    void saysInOneSentenceWhatProductionLacks() throws Exception {
        var bare = PackagedYizhan.run(folder.path(), Map.of("QUARKUS_PROFILE", "prod"));
        assertThat(bare.awaitEnd()).isEqualTo(StartRefused.EXIT_CODE);
        assertThat(bare.complained())
                .isEqualTo("DATABASE_URL is not set: it must be postgresql://user:password@host:port/name."
                        + System.lineSeparator());
        assertThat(folder.path()).isDirectoryNotContaining("glob:**/{postgres,redis,keys.properties}");
    }

    @Test
    void refusesADatabaseThatWouldLoseWhatItAcknowledged() throws Exception {
        try (var careless = CarelessPostgres.with("fsync=off")) {
            var settings = careless.settings();
            var address = URI.create(settings.get("quarkus.datasource.reactive.url"));
            var environment = Map.of(
                    "DATABASE_URL",
                    "postgresql://" + PostgresServer.USER + ":" + settings.get("quarkus.datasource.password")
                            + "@127.0.0.1:" + address.getPort() + address.getPath(),
                    "YIZHAN_DATA",
                    folder.path().toString());
            var refused = PackagedYizhan.run(folder.path(), environment);
            assertThat(refused.awaitEnd()).as(refused::complained).isEqualTo(StartRefused.EXIT_CODE);
            assertThat(refused.complained())
                    .isEqualTo("The database would lose acknowledged data after a crash: set fsync=on on the"
                            + " PostgreSQL server." + System.lineSeparator());
        }
    }
}
