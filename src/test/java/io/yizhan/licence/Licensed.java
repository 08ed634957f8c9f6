package io.yizhan.licence;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import java.util.HashMap;
import java.util.Map;

/** Licences as they come from finished cases: the household register that birth registration issues. */
public final class Licensed {
    /** Household register: without expiry. {@link Journeys#TRANSFER} asks for it. */
    public static final String REGISTER = "IDN002";

    private Licensed() {}

    /** A birth registration up to its result: the case's id. */
    public static String registered(String applicant) {
        var officer = Desk.officer();
        var id = Journeys.submit(applicant, Journeys.BIRTH).getString("id");
        Desk.move(officer, id, 1, "acceptance", Map.of("kind", "full"));
        Desk.move(officer, id, 2, "review", Map.of());
        Desk.move(officer, id, 3, "decision", Map.of("outcome", "granted"));
        Desk.move(officer, id, 4, "result", Map.of());
        return id;
    }

    /** The id of the applicant's newest licence. */
    public static String newest(String applicant) {
        return get(applicant, "/v1/licences").getString("licences[0].id");
    }

    /** A licence of the applicant's, just issued. */
    public static String licence(String applicant) {
        registered(applicant);
        return newest(applicant);
    }

    public static JsonPath get(String token, String path) {
        return given().auth()
                .oauth2(token)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public static ValidatableResponse changing(
            String officer, String licence, int version, String state, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("state", state);
        body.putIfAbsent("reason", "经查证");
        return given().auth()
                .oauth2(officer)
                .contentType(ContentType.JSON)
                .header("If-Match", "\"" + version + "\"")
                .body(body)
                .post("/v1/licences/" + licence + "/changes")
                .then();
    }

    public static ValidatableResponse posting(String token, String path, Map<String, ?> body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }
}
