package io.yizhan.progress;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.BIRTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.http.LaneWitness;
import io.yizhan.platform.http.Travellers;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection's first question comes in by the front door, the next ones are answered before it. */
@QuarkusTest
class DoorstepTest {
    private static final Set<String> OF_ONE_ANSWER = Set.of("x-request-id");

    @TestHTTPResource("/")
    URI hall;

    @Inject
    Router router;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String number;

    @Inject
    Travellers travellers;

    @Inject
    LaneWitness witness;

    /** What authentication has left behind. */
    @Singleton
    static class Router {
        private static final int BEHIND_AUTHENTICATION = 150;

        private final Set<String> failureHandlers = ConcurrentHashMap.newKeySet();

        void observe(@Observes Filters filters) {
            filters.register(
                    context -> {
                        Object handler = context.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
                        failureHandlers.add(handler.getClass().getSimpleName());
                        context.next();
                    },
                    BEHIND_AUTHENTICATION);
        }
    }

    @BeforeEach
    void submit() {
        number = Journeys.submit(TestTokens.applicant(), BIRTH).getString("queryNumber");
    }

    private HttpResponse<String> ask(String name, String... headers) throws Exception {
        return send("GET", number, name, headers);
    }

    private HttpResponse<String> send(String method, String asked, String name, String... headers) throws Exception {
        return send(method, BodyPublishers.noBody(), asked, name, headers);
    }

    private HttpResponse<String> send(String method, BodyPublisher body, String asked, String name, String... headers)
            throws Exception {
        var request = HttpRequest.newBuilder(hall.resolve("/v1/progress/" + asked))
                .method(method, body)
                .header(Travellers.NAME, name);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** What follows a submission still changes what is held. */
    private void awaitHeld() {
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            var name = "held " + UUID.randomUUID();
            ask(name);
            return !travellers.seen().contains(name);
        });
    }

    @Test
    void answersAtOnceAsTheFrontDoorDoes() throws Exception {
        var first = ask("first");
        awaitHeld();
        var later = ask("later");

        assertThat(travellers.seen()).contains("first").doesNotContain("later");
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.body()).isEqualTo(first.body());
        assertThat(names(later)).isEqualTo(names(first));
        assertThat(requestId(later)).hasSize(36).isNotEqualTo(requestId(first));
        for (var header : names(later)) {
            if (!OF_ONE_ANSWER.contains(header)) {
                assertThat(later.headers().allValues(header))
                        .as(header)
                        .isEqualTo(first.headers().allValues(header));
            }
        }
    }

    @Test
    void knowsWhatTheClientKnows() throws Exception {
        var etag = ask("first").headers().firstValue("ETag").orElseThrow();
        awaitHeld();

        var unchanged = ask("unchanged", "If-None-Match", etag, "X-Request-Id", "kiosk-17-question");

        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(requestId(unchanged)).isEqualTo("kiosk-17-question");
        assertThat(ask("other", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        assertThat(travellers.seen()).doesNotContain("unchanged", "other");
    }

    @Test
    void leavesEverythingElseToTheFramework() throws Exception {
        ask("first");
        awaitHeld();

        assertThat(send("GET", "0000000000000", "mistyped").statusCode()).isEqualTo(400);
        assertThat(send("DELETE", number, "deletes").statusCode()).isEqualTo(405);
        assertThat(ask("xml", "Accept", "application/xml").statusCode()).isEqualTo(406);
        assertThat(ask("forged", "Authorization", "Bearer not.a.token").statusCode())
                .isEqualTo(401);
        assertThat(ask("long", "X-Long", "x".repeat(17 * 1024)).statusCode()).isEqualTo(431);
        assertThat(ask("waits", "Prefer", "wait=1").statusCode()).isEqualTo(200);
        assertThat(travellers.seen()).contains("mistyped", "deletes", "xml", "forged", "long", "waits");
        assertThat(metrics()).doesNotContain(number);
    }

    @Test
    void asksTheLanesOnce() throws Exception {
        send("GET", "0000000000000", "first by the door");
        send("GET", "0000000000000", "then at the step");

        assertThat(witness.asked("first by the door")).isOne();
        assertThat(witness.asked("then at the step")).isOne();
    }

    @Test
    void goesByTheRoadWhenALaneFails() throws Exception {
        ask("first");
        for (var part : List.of("head", "body")) {
            var atTheStep = "fails at the step, " + part;
            var byTheDoor = "fails by the door, " + part;

            assertThat(ask(atTheStep, LaneWitness.FAILS, part, "Accept", "text/html, */*")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(ask(byTheDoor, LaneWitness.FAILS, part, "Accept", "text/html, */*", "Prefer", "wait=0")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(List.of(atTheStep, byTheDoor)).allSatisfy(name -> {
                assertThat(witness.asked(name)).isOne();
                assertThat(travellers.onTheRoad()).contains(name);
            });
        }
    }

    @Test
    void readsNoLongBody() throws Exception {
        ask("first");
        awaitHeld();

        assertThat(send("GET", BodyPublishers.ofString("x".repeat(999)), number, "short")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("GET", BodyPublishers.ofString("x".repeat(1000)), number, "long")
                        .statusCode())
                .isEqualTo(200);
        assertThat(travellers.onTheRoad()).contains("long").doesNotContain("short");
    }

    @Test
    void countsAndTimesWhereverItAnswers() throws Exception {
        var before = counted("200");
        for (var name : List.of("first", "second", "third", "fourth")) {
            ask(name);
        }

        assertThat(counted("200") - before).isEqualTo(4);
        assertThat(metrics()).doesNotContain("uri=\"/counted\"").doesNotContain(number);
    }

    @Test
    void putsItsOwnHandlerOfLateFailuresInPlace() {
        given().get("/v1/items").then().statusCode(200);

        assertThat(router.failureHandlers).containsExactly("LateAuthenticationFailure");
    }

    @Test
    void countsWhatIsRefusedUnderItsTemplateToo() {
        var asked = UUID.randomUUID().toString();
        given().get("/v1/cases/" + asked).then().statusCode(401);
        given().auth().oauth2("not.a.token").get("/v1/cases/" + asked).then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.clerk())
                .get("/v1/cases/" + asked)
                .then()
                .statusCode(403);

        var madeUp = "/v1/made-up-" + asked;
        given().get(madeUp).then().statusCode(404);

        assertThat(metrics())
                .doesNotContain(asked)
                .containsPattern(
                        "http_server_requests_seconds_count\\{[^}]*status=\"401\",uri=\"/v1/cases/\\{[a-zA-Z]+}\"")
                .containsPattern(
                        "http_server_requests_seconds_count\\{[^}]*status=\"403\",uri=\"/v1/cases/\\{[a-zA-Z]+}\"");
    }

    private static double counted(String status) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count{")
                        && line.contains("uri=\"/v1/progress/{queryNumber}\"")
                        && line.contains("status=\"" + status + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String metrics() {
        return given().get("/q/metrics").asString();
    }

    private static Set<String> names(HttpResponse<?> answer) {
        return new TreeSet<>(answer.headers().map().keySet());
    }

    private static String requestId(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }
}
