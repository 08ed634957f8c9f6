package io.yizhan.casework;

import static io.restassured.RestAssured.given;
import static io.yizhan.platform.HallClock.BUSINESS_ZONE;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.yizhan.identity.TestTokens;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** What staff do with a case, over HTTP, each in one call at the case's present version. */
public final class Desk {
    /** The department of {@link Journeys#TRANSFER} and {@link Journeys#BIRTH}. */
    public static final String POLICE = "1153040200000006XB";

    private Desk() {}

    public static ValidatableResponse moving(String token, String id, int version, String move, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .header("If-Match", "\"" + version + "\"")
                .header("Idempotency-Key", Journeys.newKey())
                .body(body)
                .post("/v1/cases/" + id + "/" + move)
                .then();
    }

    /** Succeeds; the answer. */
    public static JsonPath move(String token, String id, int version, String move, Object body) {
        return moving(token, id, version, move, body).statusCode(200).extract().jsonPath();
    }

    public static String clerk() {
        return TestTokens.clerk();
    }

    public static String officer() {
        return TestTokens.officer(POLICE);
    }

    /** Accepts a submitted case of {@link Journeys#TRANSFER} on commitment, with a material to follow. */
    public static void acceptOwing(String id, String materialType) {
        var owed = Map.of(
                "materialType",
                materialType,
                "dueOn",
                LocalDate.now(BUSINESS_ZONE).plusDays(30).toString());
        move(clerk(), id, 1, "acceptance", Map.of("kind", "commitment", "owed", List.of(owed)));
    }

    /** A case of {@link Journeys#TRANSFER}, accepted and in review: at version 3. */
    public static String inReview(String applicant, String officer) {
        var id = Journeys.submit(applicant, Journeys.TRANSFER).getString("id");
        move(officer, id, 1, "acceptance", Map.of("kind", "full"));
        move(officer, id, 2, "review", Map.of());
        return id;
    }

    /** The same, granted: at version 4. */
    public static String granted(String applicant, String officer) {
        var id = inReview(applicant, officer);
        move(officer, id, 3, "decision", Map.of("outcome", "granted"));
        return id;
    }

    /** The same, delivered: at version 6. */
    public static String delivered(String applicant, String officer) {
        var id = granted(applicant, officer);
        move(officer, id, 4, "result", Map.of());
        move(officer, id, 5, "delivery", Map.of("manner", "counter"));
        return id;
    }

    public static Map<String, Object> defect(String about, String reason) {
        return Map.of("about", about, "reason", reason);
    }

    public static Map<String, Object> defects(String about) {
        return Map.of("defects", List.of(defect(about, "请重新提供")));
    }
}
