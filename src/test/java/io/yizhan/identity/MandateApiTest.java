package io.yizhan.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.Personas.Organisation;
import io.yizhan.identity.Personas.Person;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MandateApiTest {
    @Inject
    Pool pool;

    @Test
    void namesAnAgentWhoThenActsForTheOrganisation() {
        var organisation = Personas.organisation();
        var agent = Personas.person();
        grant(TestTokens.applicantActingFor(organisation), agent, Duration.ofDays(30))
                .statusCode(201);

        var acting = TestTokens.actingFor(organisation, TestTokens.signIn(agent, "applicant"));

        given().auth()
                .oauth2(acting.access())
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("id", equalTo(organisation.id().toString()))
                .body("actingPerson.id", equalTo(agent.id().toString()));
    }

    @Test
    void showsGivenMandatesToTheOrganisationAndReceivedOnesToTheAgent() {
        var organisation = Personas.organisation();
        var agent = Personas.person();
        var acting = TestTokens.applicantActingFor(organisation);
        var id = granted(acting, agent);

        assertThat(stateOf(id, acting)).isEqualTo("valid");
        assertThat(stateOf(id, TestTokens.applicant(agent))).isEqualTo("valid");
        assertThat(stateOf(id, TestTokens.applicant())).isNull();
    }

    @Test
    void revocationEndsWhatTheAgentIsSignedInToAtOnce() {
        var organisation = Personas.organisation();
        var agent = Personas.person();
        var representative = TestTokens.applicantActingFor(organisation);
        var id = granted(representative, agent);
        var person = TestTokens.signIn(agent, "applicant");
        var acting = TestTokens.actingFor(organisation, person);

        revoke(representative, id).statusCode(204);

        me(acting.access(), 401);
        TestTokens.refresh(acting.refresh()).statusCode(401);
        exchange(person.access(), id).statusCode(403).body("type", equalTo("/v1/problems/mandate-refused"));
        me(person.access(), 200);
        revoke(representative, id).statusCode(204);
    }

    @Test
    void refusesAnExpiredMandate() {
        var organisation = Personas.organisation();
        var agent = Personas.person();
        var id = granted(TestTokens.applicantActingFor(organisation), agent);
        Personas.await(() ->
                pool.preparedQuery("""
                        update mandate set granted_at = now() - interval '2 days', valid_until = now() - interval '1 day'
                        where id = $1
                        """).execute(Tuple.of(UUID.fromString(id))).replaceWithVoid());

        var person = TestTokens.signIn(agent, "applicant");

        exchange(person.access(), id).statusCode(403);
        assertThat(stateOf(id, person.access())).isEqualTo("expired");
    }

    @Test
    void refusesSomebodyElsesMandate() {
        var organisation = Personas.organisation();
        var id = granted(TestTokens.applicantActingFor(organisation), Personas.person());
        var stranger = TestTokens.applicantActingFor(Personas.organisation());

        exchange(TestTokens.applicant(), id).statusCode(403).body("type", equalTo("/v1/problems/mandate-refused"));
        revoke(stranger, id).statusCode(404).body("type", equalTo("/v1/problems/mandate-not-found"));
    }

    @Test
    void onlyTheLegalRepresentativeNamesAgents() {
        var organisation = Personas.organisation();
        var agent = Personas.person();
        granted(TestTokens.applicantActingFor(organisation), agent);
        var asAgent = TestTokens.actingFor(organisation, TestTokens.signIn(agent, "applicant"))
                .access();

        grant(asAgent, Personas.person(), Duration.ofDays(1)).statusCode(403);
        grant(TestTokens.applicant(organisation.representative()), Personas.person(), Duration.ofDays(1))
                .statusCode(403)
                .body("type", equalTo("/v1/problems/mandate-refused"));
    }

    @Test
    void doesNotTellWhoIsRegistered() {
        var representative = TestTokens.applicantActingFor(Personas.organisation());
        var registered = Personas.person();
        var misnamed = new Person(registered.id(), registered.kind(), registered.number(), "别人", registered.phone());
        var unknown = new Person(registered.id(), registered.kind(), Personas.number(), "别人", registered.phone());

        var wrongName = grant(representative, misnamed, Duration.ofDays(1))
                .statusCode(422)
                .extract();
        var nobody = grant(representative, unknown, Duration.ofDays(1))
                .statusCode(422)
                .extract();

        assertThat(wrongName.jsonPath().getString("type"))
                .isEqualTo("/v1/problems/agent-not-found")
                .isEqualTo(nobody.jsonPath().getString("type"));
    }

    @Test
    void refusesAMandateWithoutAnEndInSight() {
        var representative = TestTokens.applicantActingFor(Personas.organisation());

        grant(representative, Personas.person(), Duration.ofDays(400)).statusCode(400);
        grant(representative, Personas.person(), Duration.ofDays(-1)).statusCode(400);
    }

    @Test
    void signingOutThePersonEndsWhatTheyActFor() {
        Organisation organisation = Personas.organisation();
        var person = TestTokens.signIn(organisation.representative(), "applicant");
        var acting = TestTokens.actingFor(organisation, person);

        given().auth()
                .oauth2(person.access())
                .delete("/v1/tokens/current")
                .then()
                .statusCode(204);

        me(acting.access(), 401);
    }

    private static String granted(String representative, Person agent) {
        return grant(representative, agent, Duration.ofDays(30))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
    }

    private static ValidatableResponse grant(String representative, Person agent, Duration validFor) {
        return given().auth()
                .oauth2(representative)
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "kind", agent.kind().word(),
                        "number", agent.number(),
                        "name", agent.name(),
                        "validUntil", Instant.now().plus(validFor).toString()))
                .post("/v1/mandates")
                .then();
    }

    private static ValidatableResponse revoke(String token, String mandate) {
        return given().auth()
                .oauth2(token)
                .post("/v1/mandates/{id}/revocation", mandate)
                .then();
    }

    private static ValidatableResponse exchange(String token, String mandate) {
        return TestTokens.tokens(given().auth().oauth2(token), Map.of("grantType", "mandate", "mandateId", mandate));
    }

    private static String stateOf(String mandate, String token) {
        return given().auth()
                .oauth2(token)
                .get("/v1/mandates")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("items.find { it.id == '" + mandate + "' }?.state");
    }

    private static void me(String accessToken, int status) {
        given().auth().oauth2(accessToken).get("/v1/me").then().statusCode(status);
    }
}
