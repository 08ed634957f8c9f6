package io.yizhan;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import io.yizhan.licence.Licensed;
import io.yizhan.platform.HallClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every operation on an object of an applicant, once by its owner and once by someone else, for whom it must not exist.
 * The operations come from {@code authorisation-matrix.txt}; a new one that no owner is known for fails here.
 */
@QuarkusTest
class OwnObjectsTest {
    private static final int NOT_FOUND = 404;

    @Test
    void everyObjectIsThereForItsOwnerAndForNobodyElse() throws IOException {
        var wrong = new ArrayList<String>();
        for (var operation : operationsOnObjects()) {
            var object = object(operation);
            var foreign = call(operation, object, object.other());
            if (foreign != NOT_FOUND) {
                wrong.add("%s by someone else: %d".formatted(operation, foreign));
            }
            var own = call(operation, object, object.owner());
            if (own >= 400) {
                wrong.add("%s by its owner: %d".formatted(operation, own));
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static List<String> operationsOnObjects() throws IOException {
        try (var file = OwnObjectsTest.class.getResourceAsStream("/authorisation-matrix.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("{id}"))
                    .map(line -> line.split("\\s+"))
                    .filter(row -> row[3].equals("yes"))
                    .map(row -> row[0] + " " + row[1])
                    .toList();
        }
    }

    private record Owned(String id, int version, String body, String owner, String other) {
        Owned(String id, String owner, String other) {
            this(id, 1, "{}", owner, other);
        }
    }

    /** A new object of the kind the operation is about, its owner, and someone else of the same standing. */
    private static Owned object(String operation) {
        var owner = TestTokens.applicant();
        var other = TestTokens.applicant();
        return switch (operation.split("/")[2]) {
            case "materials" -> new Owned(Journeys.upload(owner, "IDN001"), owner, other);
            case "drafts" -> new Owned(draft(owner), owner, other);
            case "cases" -> caseFor(operation, owner, other);
            case "mandates" -> mandate();
            case "licences" -> licenceFor(operation, owner, other);
            case "ratings" -> rating(owner, other);
            default -> throw new AssertionError("no owner is known for " + operation);
        };
    }

    /** A case on which its owner may do what the operation is about. */
    private static Owned caseFor(String operation, String owner, String other) {
        var id = Journeys.submit(owner, Journeys.TRANSFER).getString("id");
        if (operation.endsWith("/supplements")) {
            Desk.move(Desk.clerk(), id, 1, "corrections", Desk.defects("form:address"));
            return new Owned(id, 2, "{\"form\":[{\"name\":\"address\",\"value\":\"x\"}]}", owner, other);
        }
        if (operation.endsWith("/owed-materials")) {
            Desk.acceptOwing(id, "IDN002");
            var material = Journeys.upload(owner, "IDN002");
            return new Owned(
                    id,
                    2,
                    "{\"materials\":[{\"materialType\":\"IDN002\",\"materialId\":\"%s\"}]}".formatted(material),
                    owner,
                    other);
        }
        if (operation.equals("POST /v1/cases/{id}/ratings")) {
            return new Owned(
                    Desk.delivered(owner, Desk.officer()), 6, "{\"occasion\":\"matter\",\"level\":1}", owner, other);
        }
        if (operation.endsWith("/messages")) {
            return new Owned(id, 1, "{\"text\":\"x\"}", owner, other);
        }
        if (operation.endsWith("/read")) {
            return new Owned(id, 1, "{\"upTo\":\"%s\"}".formatted(id), owner, other);
        }
        if (operation.contains("{number}")) {
            Desk.move(Desk.clerk(), id, 1, "acceptance", Map.of("kind", "full"));
            var documents = Licensed.get(owner, "/v1/cases/" + id + "/documents");
            return new Owned(id + "/documents/" + documents.getString("documents[0].number"), owner, other);
        }
        return new Owned(id, owner, other);
    }

    /** A licence of the owner's; for a copy's content the copy is there too. */
    private static Owned licenceFor(String operation, String owner, String other) {
        var id = Licensed.licence(owner);
        var until = LocalDate.now(HallClock.BUSINESS_ZONE).plusDays(3);
        if (operation.contains("{copyId}")) {
            var wish = Map.of("purpose", "核对身份", "recipient", "社区", "until", until.toString());
            return new Owned(id + "/copies/" + created(owner, "/v1/licences/" + id + "/copies", wish), owner, other);
        }
        return new Owned(
                id, 1, "{\"purpose\":\"核对\",\"recipient\":\"社区\",\"until\":\"%s\"}".formatted(until), owner, other);
    }

    private static Owned rating(String owner, String other) {
        var id = Desk.delivered(owner, Desk.officer());
        var body = Map.of("occasion", "matter", "level", 2);
        String rating = given().auth()
                .oauth2(owner)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", Journeys.newKey())
                .body(body)
                .post("/v1/cases/" + id + "/ratings")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        return new Owned(rating, 1, "{\"occasion\":\"matter\",\"level\":1}", owner, other);
    }

    private static String draft(String owner) {
        return created(owner, "/v1/drafts", Map.of("implementationCode", Journeys.TRANSFER));
    }

    private static Owned mandate() {
        var owner = TestTokens.applicantActingFor(Personas.organisation());
        var agent = Personas.person();
        var granted = Map.of(
                "kind", "residentId",
                "number", agent.number(),
                "name", agent.name(),
                "validUntil", OffsetDateTime.now().plusDays(30).toString());
        return new Owned(
                created(owner, "/v1/mandates", granted), owner, TestTokens.applicantActingFor(Personas.organisation()));
    }

    private static String created(String owner, String path, Map<String, ?> body) {
        return given().auth()
                .oauth2(owner)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static int call(String operation, Owned object, String token) {
        var method = Method.valueOf(operation.substring(0, operation.indexOf(' ')));
        var path = operation
                .substring(operation.indexOf(' ') + 1)
                .replaceAll("\\{id}(/[a-z]+/\\{[a-zA-Z]+})?", object.id());
        var request = given().auth()
                .oauth2(token)
                .header("If-Match", "\"" + object.version() + "\"")
                .header("Idempotency-Key", Journeys.newKey());
        if (method == Method.POST || method == Method.PUT) {
            request.contentType(ContentType.JSON).body(object.body());
        }
        return request.request(method, path).statusCode();
    }
}
