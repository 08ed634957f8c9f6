package io.yizhan.progress;

import static io.yizhan.casework.Journeys.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.casework.QueryNumbers;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.http.Travellers;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that wait, by the lane and by the road. */
@QuarkusTest
class HeldQuestionTest {
    private static final String BY_LANE = "application/json";

    /** The lane does not understand it, the road does. */
    private static final String BY_ROAD = "application/json;q=0.9";

    private static final Duration SOON = Duration.ofSeconds(5);

    @TestHTTPResource("/")
    URI hall;

    @Inject
    Travellers travellers;

    @Inject
    MeterRegistry metrics;

    @Inject
    ProgressConfig config;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private JsonPath receipt;
    private String etag;

    @BeforeEach
    void submit() throws Exception {
        receipt = Journeys.submit(TestTokens.applicant(), TRANSFER);
        var first = HttpRequest.newBuilder(address()).build();
        etag = client.send(first, BodyHandlers.discarding())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        travellers.onTheRoad().clear();
    }

    private URI address() {
        return hall.resolve("/v1/progress/" + receipt.getString("queryNumber"));
    }

    private CompletableFuture<HttpResponse<String>> ask(URI address, String accept, int wait) {
        var request = HttpRequest.newBuilder(address)
                .header(Travellers.NAME, accept)
                .header("Accept", accept)
                .header("If-None-Match", etag)
                .header("Prefer", "wait=" + wait)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private double waiting() {
        return metrics.get("yizhan.progress.waiting").gauge().value();
    }

    @Test
    void isAnsweredByTheLaneAsByTheRoad() throws Exception {
        var lane = ask(address(), BY_LANE, 1).get(5, TimeUnit.SECONDS);
        var road = ask(address(), BY_ROAD, 1).get(5, TimeUnit.SECONDS);

        assertThat(lane.statusCode()).isEqualTo(304).isEqualTo(road.statusCode());
        assertThat(lane.headers().firstValue("Preference-Applied")).contains("wait=1");
        assertThat(headers(lane)).isEqualTo(headers(road));
        assertThat(travellers.onTheRoad()).containsExactly(BY_ROAD);
    }

    private static Map<String, List<String>> headers(HttpResponse<?> answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.remove("x-request-id");
        return headers;
    }

    @ParameterizedTest
    @ValueSource(strings = {BY_LANE, BY_ROAD})
    void endsWithAChange(String accept) throws Exception {
        var asked = ask(address(), accept, 25);
        await().atMost(SOON).untilAsserted(() -> assertThat(waiting()).isEqualTo(1));

        Desk.move(Desk.officer(), receipt.getString("id"), 1, "receipt", Map.of());
        var answer = asked.get(5, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(etag);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=25");
        assertThat(JsonPath.from(answer.body()).getString("state")).isEqualTo("received");
        assertThat(travellers.onTheRoad().contains(accept)).isEqualTo(accept.equals(BY_ROAD));
    }

    @ParameterizedTest
    @ValueSource(strings = {BY_LANE, BY_ROAD})
    void endsWhenTheClientHangsUp(String accept) throws IOException {
        try (var connection = connectAndAsk(accept)) {
            await().atMost(SOON).untilAsserted(() -> assertThat(waiting()).isEqualTo(1));
            assertThat(connection.isConnected()).isTrue();
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(waiting()).isEqualTo(0));
    }

    @Test
    void isNotHeldForAClientWhoHoldsEnough() throws Exception {
        var connections = new ArrayList<Socket>();
        try {
            for (int i = 0; i < config.maxWaitingPerClient(); i++) {
                connections.add(connectAndAsk(BY_LANE));
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(waiting()).isEqualTo(config.maxWaitingPerClient()));

            var answer = ask(address(), BY_LANE, 25).get(5, TimeUnit.SECONDS);

            assertThat(answer.statusCode()).isEqualTo(304);
            assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(waiting()).isEqualTo(0));
    }

    private Socket connectAndAsk(String accept) throws IOException {
        var connection = new Socket(hall.getHost(), hall.getPort());
        var head = "GET %s HTTP/1.1\r\nHost: hall\r\nAccept: %s\r\nIf-None-Match: %s\r\nPrefer: wait=25\r\n\r\n";
        connection
                .getOutputStream()
                .write(head.formatted(address().getPath(), accept, etag).getBytes(StandardCharsets.US_ASCII));
        return connection;
    }

    @Test
    void isTheRoadsToRefuse() throws Exception {
        var unknown = hall.resolve("/v1/progress/" + QueryNumbers.unknown(new SecureRandom()));

        var answer = ask(unknown, BY_LANE, 25).get(5, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("progress-not-found");
        assertThat(travellers.onTheRoad()).containsExactly(BY_LANE);
    }
}
