package io.yizhan.progress;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import io.yizhan.casework.Desk;
import io.yizhan.casework.QueryNumbers;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProgressStreamTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    MeterRegistry metrics;

    @Inject
    ProgressConfig config;

    @Inject
    Streams streams;

    /** A stream, and the lines that have come so far. */
    private record Opened(HttpResponse<Stream<String>> answer, List<String> lines, CompletableFuture<Void> end) {
        private List<JsonObject> events() {
            return lines.stream()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> new JsonObject(line.substring(5)))
                    .toList();
        }

        private String lastId() {
            return lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .reduce((earlier, later) -> later)
                    .orElseThrow()
                    .substring(3)
                    .strip();
        }
    }

    private Opened open(String number, String token, String lastId) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/v1/progress/" + number + "/events"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token);
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        var lines = new CopyOnWriteArrayList<String>();
        var end = CompletableFuture.runAsync(() -> {
            try (var body = answer.body()) {
                body.forEach(lines::add);
            }
        });
        return new Opened(answer, lines, end);
    }

    @Test
    void tellsEveryStateUntilTheCaseHasEnded() throws Exception {
        var token = TestTokens.applicant();
        var receipt = submit(token, TRANSFER);
        var number = receipt.getString("queryNumber");
        var stream = open(number, token, "");
        assertThat(stream.answer().statusCode()).isEqualTo(200);
        assertThat(stream.answer().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(stream.answer().headers().firstValue("Cache-Control")).hasValue("no-store");

        await().until(() -> stream.events().size() == 1);
        Desk.move(Desk.officer(), receipt.getString("id"), 1, "receipt", Map.of());
        await().atMost(Duration.ofSeconds(5)).until(() -> stream.events().size() == 2);
        given().auth()
                .oauth2(token)
                .header("If-Match", "\"2\"")
                .post("/v1/cases/" + receipt.getString("id") + "/withdrawal")
                .then()
                .statusCode(200);

        stream.end().get(5, TimeUnit.SECONDS);
        assertThat(stream.events())
                .extracting(event -> event.getString("state"))
                .containsExactly("submitted", "received", "withdrawn");
        assertThat(open(number, token, stream.lastId()).answer().statusCode())
                .as("whoever knows the end is not to come back")
                .isEqualTo(204);
    }

    @Test
    void tellsNothingTwiceToWhoComesBack() throws Exception {
        var token = TestTokens.applicant();
        var receipt = submit(token, TRANSFER);
        var number = receipt.getString("queryNumber");
        var first = open(number, token, "");
        await().until(() -> first.events().size() == 1);

        var again = open(number, token, first.lastId());
        await().until(() -> again.lines().contains(":"));
        assertThat(again.events()).isEmpty();
        Desk.move(Desk.officer(), receipt.getString("id"), 1, "receipt", Map.of());

        await().atMost(Duration.ofSeconds(5)).until(() -> again.events().size() == 1);
        assertThat(again.events().get(0).getString("state")).isEqualTo("received");
        again.answer().body().close();
        first.answer().body().close();
    }

    @Test
    void keepsTheConnectionWithCommentsAndLetsGoOfWhoHangsUp() throws Exception {
        var token = TestTokens.applicant();
        var number = submit(token, TRANSFER).getString("queryNumber");
        var request =
                "GET /v1/progress/" + number + "/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                        + "Authorization: Bearer " + token + "\r\n\r\n";
        var before = streams();
        try (var socket = new java.net.Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            socket.setSoTimeout(10_000);
            var lines = new java.io.BufferedReader(
                    new java.io.InputStreamReader(socket.getInputStream(), java.nio.charset.StandardCharsets.UTF_8));
            var comments = 0;
            while (comments < 2) {
                comments += lines.readLine().startsWith(":") ? 1 : 0;
            }
            assertThat(streams()).isGreaterThan(before);
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> streams() <= before);
    }

    @Test
    void endsStreamsCleanlyBeforeTheInstanceStops() throws Exception {
        var token = TestTokens.applicant();
        var number = submit(token, TRANSFER).getString("queryNumber");
        var stream = open(number, token, "");
        await().until(() -> stream.events().size() == 1);

        streams.endAll();

        stream.end().get(5, TimeUnit.SECONDS);
        var again = open(number, token, stream.lastId());
        assertThat(again.answer().statusCode()).isEqualTo(200);
        again.answer().body().close();
    }

    @Test
    void opensOnlySoManyForOneClient() throws Exception {
        var token = TestTokens.applicant();
        var number = submit(token, TRANSFER).getString("queryNumber");
        var opened = new ArrayList<Opened>();
        for (int stream = 0; stream < config.maxStreamsPerClient(); stream++) {
            opened.add(open(number, token, ""));
        }

        given().auth()
                .oauth2(token)
                .accept("text/event-stream")
                .get("/v1/progress/" + number + "/events")
                .then()
                .statusCode(429)
                .body("type", equalTo("/v1/problems/too-many-requests"));
        for (var one : opened) {
            assertThat(one.answer().statusCode()).isEqualTo(200);
            one.answer().body().close();
        }
    }

    @Test
    void refusesNumbersThatDoNotExist() {
        given().accept("text/event-stream")
                .get("/v1/progress/" + QueryNumbers.unknown(new java.security.SecureRandom()) + "/events")
                .then()
                .statusCode(404)
                .body("type", equalTo("/v1/problems/progress-not-found"));
    }

    private double streams() {
        return metrics.get("yizhan.progress.streams").gauge().value();
    }
}
