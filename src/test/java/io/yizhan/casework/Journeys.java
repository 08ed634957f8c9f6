package io.yizhan.casework;

import static io.restassured.RestAssured.given;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.MultiPartSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The steps of an applicant's journey over HTTP, each in one call. Every upload has new bytes. */
public final class Journeys {
    /** Birth registration: form (never), birth certificate (unconditional), hospital record (within validity). */
    public static final String BIRTH = "1153040200000006XB4002009102000";
    /** Household transfer: form (never), identity card (within validity), household register (without expiry). */
    public static final String TRANSFER = "1153040200000006XB4000109001000";
    /** Replacement of an only-child certificate: all four classes, among them what the two above have brought. */
    public static final String ONLY_CHILD = "11530402000000190A4532023102000";
    /** Birth service registration: asks for the marriage certificate (without expiry). */
    public static final String BIRTH_SERVICE = "11530402000000190A4532023101000";
    /** For organisations only. */
    public static final String ENERGY_REVIEW = "1153040200000002734000104003000";

    private static final AtomicLong UPLOADS = new AtomicLong();

    private Journeys() {}

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** A small PDF unlike any other. */
    public static byte[] pdf() {
        return ("%PDF-1.4\n% upload " + UPLOADS.incrementAndGet() + " " + UUID.randomUUID() + "\n%%EOF\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    public static String upload(String token, String materialType) {
        return upload(token, materialType, Map.of());
    }

    public static String upload(String token, String materialType, Map<String, String> metadata) {
        return uploading(token, materialType, pdf(), metadata)
                .statusCode(201)
                .extract()
                .path("id");
    }

    public static ValidatableResponse uploading(
            String token, String materialType, byte[] content, Map<String, String> metadata) {
        var request = given().auth()
                .oauth2(token)
                .multiPart("file", "scan", content, "application/octet-stream")
                .multiPart("materialType", materialType);
        metadata.forEach((name, value) -> request.multiPart(text(name, value)));
        return request.post("/v1/materials").then();
    }

    public static JsonPath match(String token, String item) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("implementationCode", item))
                .post("/v1/matches")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static MultiPartSpecification text(String name, String value) {
        return new MultiPartSpecBuilder(value)
                .controlName(name)
                .mimeType("text/plain")
                .charset(StandardCharsets.UTF_8)
                .build();
    }

    /** How the match answers one material type. */
    public static Map<String, Object> matched(JsonPath match, String materialType) {
        return match.getMap("requirements.find { it.materialType == '" + materialType + "' }");
    }

    /** An application with a fresh upload for everything that has to be supplied. */
    public static Map<String, Object> application(String token, String item) {
        var body = new HashMap<String, Object>();
        body.put("implementationCode", item);
        body.put("form", List.of(Map.of("name", "address", "value", "红塔区玉兴路1号")));
        body.put("materials", choices(token, match(token, item)));
        return body;
    }

    private static List<Map<String, Object>> choices(String token, JsonPath match) {
        var choices = new ArrayList<Map<String, Object>>();
        for (Map<String, Object> requirement : match.<Map<String, Object>>getList("requirements")) {
            var type = (String) requirement.get("materialType");
            var isAsked = "required".equals(requirement.get("necessity")) && !"paper".equals(requirement.get("form"));
            switch ((String) requirement.get("outcome")) {
                case "supply" -> {
                    if (isAsked) {
                        choices.add(Map.of("materialType", type, "materialId", upload(token, type, dated())));
                    }
                }
                case "offered", "offeredToConfirm" ->
                    choices.add(Map.of(
                            "materialType", type, "materialId", firstOffered(requirement), "confirmedUnchanged", true));
                default -> {}
            }
        }
        return choices;
    }

    public static Map<String, String> dated() {
        return Map.of("issuer", "玉溪市公安局", "issuedOn", "2026-01-05", "validUntil", "2036-01-04");
    }

    @SuppressWarnings("unchecked")
    public static String firstOffered(Map<String, Object> requirement) {
        return (String)
                ((List<Map<String, Object>>) requirement.get("offered")).get(0).get("materialId");
    }

    public static ValidatableResponse submitting(String token, String key, Map<String, Object> application) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(application)
                .post("/v1/cases")
                .then();
    }

    /** A case from nothing: the receipt. */
    public static JsonPath submit(String token, String item) {
        return submitting(token, newKey(), application(token, item))
                .statusCode(201)
                .extract()
                .jsonPath();
    }
}
