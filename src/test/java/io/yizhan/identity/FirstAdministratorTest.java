package io.yizhan.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.identity.Personas.Person;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class FirstAdministratorTest {
    @Inject
    ObjectMapper json;

    @Inject
    Staff staff;

    @Inject
    RegisterSubject registerSubject;

    @Inject
    Pool pool;

    @TempDir
    Path folder;

    @Test
    void appointsThePersonOfTheFileWhileThereIsNoAdministrator() throws IOException {
        Personas.await(() -> pool.query("delete from staff where role = 'administrator'")
                .execute()
                .replaceWithVoid());
        var person = new Person(
                SubjectId.next(java.time.Instant.now(), 1),
                IdentityKind.RESIDENT_ID,
                Personas.number(),
                Personas.name(),
                Personas.phone());

        start(json.writeValueAsString(Map.of(
                "kind", "residentId", "number", person.number(), "name", person.name(), "phone", person.phone())));

        await().untilAsserted(() ->
                assertThat(Personas.await(staff::hasAdministrator)).isTrue());
        given().auth()
                .oauth2(TestTokens.signIn(person, "administrator").access())
                .get("/v1/me")
                .then()
                .statusCode(200);
    }

    @Test
    void saysWhatIsWrongWithTheFileWithoutQuotingIt() {
        assertThatThrownBy(() -> start("{\"number\": secret"))
                .hasMessageContaining("first-administrator-file")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    private void start(String content) throws IOException {
        var file = Files.writeString(folder.resolve("administrator.json"), content);
        new FirstAdministrator(new WithFile(file), json, staff, registerSubject).start(new StartupEvent());
    }

    private record WithFile(Path file) implements IdentityConfig {
        @Override
        public String encryptionKeys() {
            return "";
        }

        @Override
        public String hashKeys() {
            return "";
        }

        @Override
        public boolean demoRegion() {
            return true;
        }

        @Override
        public Code code() {
            return new CodeSettings(Optional.empty());
        }

        @Override
        public Optional<Path> firstAdministratorFile() {
            return Optional.of(file);
        }
    }

    /** Defaults, with or without a gateway. */
    record CodeSettings(Optional<URI> gatewayUrl) implements IdentityConfig.Code {
        @Override
        public boolean demo() {
            return false;
        }

        @Override
        public Optional<String> gatewayToken() {
            return Optional.of("secret");
        }

        @Override
        public Duration gatewayTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration lifetime() {
            return Duration.ofMinutes(5);
        }

        @Override
        public Duration interval() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int attempts() {
            return 5;
        }

        @Override
        public Duration longestDelay() {
            return Duration.ofMinutes(5);
        }
    }
}
