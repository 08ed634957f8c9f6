package io.yizhan.material;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.ENERGY_REVIEW;
import static io.yizhan.casework.Journeys.ONLY_CHILD;
import static io.yizhan.casework.Journeys.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.buffer.Buffer;
import io.yizhan.identity.TestTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MatchLaneTest {
    private static final String PLAIN = "{\"implementationCode\":\"%s\"}";

    /** The lane does not know this member order, the road does. */
    private static final String BY_ROAD = "{\"moment\":null,\"implementationCode\":\"%s\"}";

    @Test
    void answersAsTheRoadDoes() {
        var token = TestTokens.applicant();
        submit(token, BIRTH);

        var lane = match(token, PLAIN, ONLY_CHILD);
        var road = match(token, BY_ROAD, ONLY_CHILD);

        assertThat(withoutMoment(lane)).isEqualTo(withoutMoment(road)).contains("\"attached\"");
        assertThat(headerNames(lane)).isEqualTo(headerNames(road));
        assertThat(lane.contentType()).isEqualTo(road.contentType());
    }

    @Test
    void showsTheSubjectsOwnNextSubmission() {
        var token = TestTokens.applicant();
        assertThat(match(token, PLAIN, ONLY_CHILD).jsonPath().getInt("reusableCount"))
                .isZero();

        submit(token, BIRTH);

        assertThat(match(token, PLAIN, ONLY_CHILD).jsonPath().getInt("reusableCount"))
                .isPositive();
    }

    @Test
    void refusesWhatTheRoadRefuses() {
        assertThat(match(TestTokens.clerk(), PLAIN, ONLY_CHILD).statusCode()).isEqualTo(403);
        assertThat(match(TestTokens.applicant(), PLAIN, ENERGY_REVIEW).statusCode())
                .isEqualTo(422);
        assertThat(match(TestTokens.applicant(), PLAIN, "0".repeat(31)).statusCode())
                .isEqualTo(404);
        assertThat(match("not.a.token", PLAIN, ONLY_CHILD).statusCode()).isEqualTo(401);
        assertThat(given().contentType(ContentType.JSON)
                        .body(PLAIN.formatted(ONLY_CHILD))
                        .post("/v1/matches")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"implementationCode\":\"1153040200000020304000131002001\"}",
                " { \"implementationCode\" : \"1153040200000020304000131002001\" }\n"
            })
    void readsTheBodyWithTheItemAlone(String body) {
        assertThat(MatchLane.codeOf(Buffer.buffer(body))).isEqualTo("1153040200000020304000131002001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"implementationCode\":\"115304020000002030400013100200\"}",
                "{\"implementationCode\":\"1153040200000020304000131002001\",\"moment\":\"2026-11-23T01:30:00Z\"}",
                "{\"implementationCode\":\"1153040200000020304000131002001\"",
                "[{\"implementationCode\":\"1153040200000020304000131002001\"}]",
                "{\"implementationcode\":\"1153040200000020304000131002001\"}"
            })
    void leavesOtherBodiesToTheRoad(String body) {
        assertThat(MatchLane.codeOf(Buffer.buffer(body))).isNull();
    }

    private static Response match(String token, String body, String item) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body.formatted(item))
                .post("/v1/matches");
    }

    private static String withoutMoment(Response answer) {
        return answer.asString().replaceFirst("\"asOf\":\"[^\"]*\"", "");
    }

    private static java.util.List<String> headerNames(Response answer) {
        return answer.headers().asList().stream()
                .map(header -> header.getName().toLowerCase(java.util.Locale.ROOT))
                .sorted()
                .toList();
    }
}
