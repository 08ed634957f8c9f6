package io.yizhan.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RefreshTokenApiTest {
    private static final int CALLERS = 200;

    @Inject
    Sessions sessions;

    @Inject
    SessionEnds ends;

    @Inject
    Subjects subjects;

    @Inject
    Pool pool;

    @Test
    void givesANewPairForARefreshToken() {
        var first = TestTokens.signIn(Personas.person(), "applicant");

        var answer = TestTokens.refresh(first.refresh())
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("tokenType", equalTo("Bearer"))
                .body("scope", equalTo("applicant"))
                .body("expiresIn", greaterThan(0))
                .body("expiresIn", lessThanOrEqualTo(600))
                .extract()
                .jsonPath();

        assertThat(answer.getString("refreshToken")).isNotEqualTo(first.refresh());
        me(answer.getString("accessToken"), 200);
    }

    @Test
    void answersALostAnswerWithTheSameSuccessor() {
        var first = TestTokens.signIn(Personas.person(), "applicant");

        var once = TestTokens.refresh(first.refresh()).statusCode(200).extract().jsonPath();
        var again =
                TestTokens.refresh(first.refresh()).statusCode(200).extract().jsonPath();

        assertThat(again.getString("refreshToken")).isEqualTo(once.getString("refreshToken"));
    }

    @Test
    void endsTheFamilyWhenATokenIsUsedAgainAfterItsSuccessor() {
        var first = TestTokens.signIn(Personas.person(), "applicant");
        var second = refreshed(first.refresh());
        var third = refreshed(second);

        TestTokens.refresh(first.refresh()).statusCode(401).body("type", equalTo("/v1/problems/refresh-refused"));

        TestTokens.refresh(third).statusCode(401);
        me(first.access(), 401);
    }

    @Test
    void endsTheFamilyWhenATokenIsUsedAgainAfterTheGrace() {
        var first = TestTokens.signIn(Personas.person(), "applicant");
        var second = refreshed(first.refresh());
        spentBeforeTheGrace(first.refresh());

        TestTokens.refresh(first.refresh()).statusCode(401);

        TestTokens.refresh(second).statusCode(401);
    }

    @Test
    void turnsTheFamilyByOneGenerationForTwoHundredCallers() {
        var token = token(TestTokens.signIn(Personas.person(), "applicant").refresh());

        var answers = together(CALLERS, () -> sessions.rotate(token)
                .map(opened -> opened.refreshToken().text()));

        assertThat(answers).hasSize(CALLERS);
        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(generationOf(token(answers.get(0)))).isEqualTo(1);
    }

    @Test
    void neverLetsARefreshOutliveItsRevocation() {
        for (int trial = 0; trial < 20; trial++) {
            var signedIn = TestTokens.signIn(Personas.person(), "applicant");
            var token = token(signedIn.refresh());
            var session = sessionOf(token);

            var answers = together(2, trialOf(token, session));

            TestTokens.refresh(signedIn.refresh()).statusCode(401);
            answers.stream().filter(answer -> !answer.isEmpty()).forEach(answer -> TestTokens.refresh(answer)
                    .statusCode(401));
        }
    }

    private java.util.function.Supplier<Uni<String>> trialOf(RefreshToken token, UUID session) {
        var turn = new java.util.concurrent.atomic.AtomicInteger();
        return () -> turn.getAndIncrement() == 0
                ? sessions.rotate(token)
                        .map(opened -> opened.refreshToken().text())
                        .onFailure()
                        .recoverWithItem("")
                : ends.ofFamily(session).replaceWith("");
    }

    @Test
    void endsEverySessionOfADisabledSubjectAndOpensNoOther() {
        var person = Personas.person();
        var signedIn = TestTokens.signIn(person, "applicant");

        Personas.await(() -> subjects.disable(person.id(), Cause.startUp("test")));

        me(signedIn.access(), 401);
        TestTokens.refresh(signedIn.refresh()).statusCode(401);
        var begun = TestTokens.begin(person, "applicant");
        TestTokens.tokens(
                        given(),
                        java.util.Map.of(
                                "grantType", "signIn",
                                "signInId", begun.getString("signInId"),
                                "code", begun.getString("demoCode")))
                .statusCode(401)
                .body("type", equalTo("/v1/problems/sign-in-refused"));
    }

    @Test
    void signsOutAtOnce() {
        var signedIn = TestTokens.signIn(Personas.person(), "applicant");
        me(signedIn.access(), 200);

        given().auth()
                .oauth2(signedIn.access())
                .delete("/v1/tokens/current")
                .then()
                .statusCode(204);

        me(signedIn.access(), 401);
        TestTokens.refresh(signedIn.refresh()).statusCode(401);
    }

    @Test
    void hearsOfASignOutAtAnotherReplica() {
        var signedIn = TestTokens.signIn(Personas.person(), "applicant");
        var session = sessionOf(token(signedIn.refresh()));
        me(signedIn.access(), 200);

        run("select pg_notify('session_ended', $1)", Tuple.of(session.toString()));

        await().untilAsserted(() -> me(signedIn.access(), 401));
    }

    @Test
    void readsWhatItMissedWhenTheConnectionIsLost() {
        var signedIn = TestTokens.signIn(Personas.person(), "applicant");
        var session = sessionOf(token(signedIn.refresh()));
        run("update session set revoked_at = now() where id = $1", Tuple.of(session));
        me(signedIn.access(), 200);

        run(
                "select pg_terminate_backend(pid) from pg_stat_activity where query = $1",
                Tuple.of("listen session_ended"));

        await().untilAsserted(() -> me(signedIn.access(), 401));
    }

    @Test
    void refusesWhatIsNoRefreshToken() {
        for (var text : List.of("", "x", "AAAA", RefreshToken.random(3).text())) {
            TestTokens.refresh(text).statusCode(401).body("type", equalTo("/v1/problems/refresh-refused"));
        }
    }

    private static void me(String accessToken, int status) {
        given().auth().oauth2(accessToken).get("/v1/me").then().statusCode(status);
    }

    private static String refreshed(String token) {
        return TestTokens.refresh(token).statusCode(200).extract().jsonPath().getString("refreshToken");
    }

    private static RefreshToken token(String text) {
        return RefreshToken.parse(text).orElseThrow();
    }

    private static <T> List<T> together(int times, java.util.function.Supplier<Uni<T>> work) {
        return Personas.await(() -> {
            var all = new ArrayList<Uni<T>>();
            IntStream.range(0, times).forEach(i -> all.add(work.get()));
            return Uni.join().all(all).andFailFast();
        });
    }

    private UUID sessionOf(RefreshToken token) {
        return Personas.await(() -> pool.preparedQuery("select id from session where current_hash = $1")
                .execute(Tuple.of(Values.bytes(token.hash())))
                .map(rows -> rows.iterator().next().getUUID("id")));
    }

    private int generationOf(RefreshToken token) {
        return Personas.await(() -> pool.preparedQuery("select generation from session where current_hash = $1")
                .execute(Tuple.of(Values.bytes(token.hash())))
                .map(rows -> rows.iterator().next().getInteger("generation")));
    }

    private void spentBeforeTheGrace(String token) {
        run(
                "update spent_refresh_token set spent_at = spent_at - interval '11 seconds' where hash = $1",
                Tuple.of(Values.bytes(token(token).hash())));
    }

    private void run(String sql, Tuple values) {
        Personas.await(() -> pool.preparedQuery(sql).execute(values).replaceWithVoid());
    }
}
