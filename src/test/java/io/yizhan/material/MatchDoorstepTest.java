package io.yizhan.material;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.ENERGY_REVIEW;
import static io.yizhan.casework.Journeys.ONLY_CHILD;
import static io.yizhan.casework.Journeys.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.http.PlainAnswer;
import io.yizhan.platform.http.Travellers;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Matches on a connection that has asked before, so that they are answered ahead of the framework. */
@QuarkusTest
class MatchDoorstepTest {
    private static final String PLAIN = "{\"implementationCode\":\"%s\"}";

    /** The lane does not know this member order, the road does. */
    private static final String BY_ROAD = "{\"moment\":null,\"implementationCode\":\"%s\"}";

    @TestHTTPResource("/")
    URI hall;

    @Inject
    Travellers travellers;

    private Socket connection;
    private InputStream incoming;

    @BeforeEach
    void connect() throws IOException {
        connection = new Socket(hall.getHost(), hall.getPort());
        connection.setSoTimeout(10_000);
        incoming = new BufferedInputStream(connection.getInputStream());
        write(match(TestTokens.applicant(), "first", PLAIN.formatted(ONLY_CHILD)));
        assertThat(read().status()).isEqualTo(200);
        assertThat(travellers.seen()).contains("first");
        travellers.seen().clear();
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
    }

    private static String match(String token, String name, String body) {
        return post(token, name, "application/json", body);
    }

    private static String post(String token, String name, String type, String body) {
        return "POST /v1/matches HTTP/1.1\r\nHost: hall\r\nAuthorization: Bearer " + token + "\r\n" + Travellers.NAME
                + ": " + name + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private void write(String text) {
        try {
            connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private PlainAnswer read() {
        return PlainAnswer.read(incoming);
    }

    private static String withoutMoment(PlainAnswer answer) {
        return answer.body().replaceFirst("\"asOf\":\"[^\"]*\"", "");
    }

    private PlainAnswer ask(String token, String name, String body) {
        write(match(token, name, body));
        return read();
    }

    @Test
    void answersAsTheRoadDoes() {
        var token = TestTokens.applicant();
        submit(token, BIRTH);

        var stored = ask(token, "stored", PLAIN.formatted(ONLY_CHILD));
        var again = ask(token, "again", PLAIN.formatted(ONLY_CHILD));
        var road = ask(token, "road", BY_ROAD.formatted(ONLY_CHILD));

        assertThat(travellers.seen()).containsExactly("road");
        assertThat(stored.status()).isEqualTo(200);
        assertThat(withoutMoment(stored)).isEqualTo(withoutMoment(road)).contains("\"attached\"");
        assertThat(withoutMoment(again)).isEqualTo(withoutMoment(road));
        assertThat(stored.headers().keySet()).isEqualTo(road.headers().keySet());
    }

    @Test
    void readsWhoComesForTheFirstTimeFromPostgres() {
        var answer = ask(TestTokens.applicant(), "stranger", PLAIN.formatted(ONLY_CHILD));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"reusableCount\":0");
        assertThat(travellers.seen()).isEmpty();
    }

    @Test
    void leavesWhatItHasReadInVainToTheRoad() {
        var token = TestTokens.applicant();

        assertThat(ask(token, "unknown", PLAIN.formatted("0".repeat(31))).status())
                .isEqualTo(404);
        assertThat(ask(token, "not for people", PLAIN.formatted(ENERGY_REVIEW)).status())
                .isEqualTo(422);
        assertThat(ask(token, "no code", "{}").body()).contains("implementationCode");
        assertThat(ask(token, "no JSON", "{").status()).isEqualTo(400);
        assertThat(ask(token, "empty", "").status()).isEqualTo(400);
        assertThat(ask(TestTokens.clerk(), "clerk", PLAIN.formatted(ONLY_CHILD)).status())
                .isEqualTo(403);
        assertThat(ask("not.a.token", "forged", PLAIN.formatted(ONLY_CHILD)).status())
                .isEqualTo(401);
        assertThat(travellers.seen())
                .contains("unknown", "not for people", "no code", "no JSON", "empty", "clerk", "forged");
    }

    @Test
    void givesNobodyTheBodyOfTheRequestBefore() {
        var token = TestTokens.applicant();
        assertThat(ask(token, "before", BY_ROAD.formatted(ONLY_CHILD)).status()).isEqualTo(200);

        write(post(token, "after", "text/plain", PLAIN.formatted(ONLY_CHILD)));
        assertThat(read().status()).isEqualTo(415);
        write(post(token, "other", "application/json;charset=US-ASCII", PLAIN.formatted(BIRTH)));

        assertThat(read().body()).contains(BIRTH);
        assertThat(travellers.seen()).contains("before", "after", "other");
    }

    @Test
    void waitsForTheBody() throws Exception {
        var request = match(TestTokens.applicant(), "slow", PLAIN.formatted(ONLY_CHILD));
        var half = request.length() - 20;
        write(request.substring(0, half));
        Thread.sleep(200);
        write(request.substring(half));

        assertThat(read().status()).isEqualTo(200);
        assertThat(travellers.seen()).isEmpty();
    }

    @Test
    void answersInOrderWhatComesTogether() {
        var token = TestTokens.applicant();
        write(match(token, "one", PLAIN.formatted(ONLY_CHILD))
                + match(token, "two", BY_ROAD.formatted(BIRTH))
                + match(token, "three", PLAIN.formatted(ONLY_CHILD)));

        assertThat(read().body()).contains(ONLY_CHILD);
        assertThat(read().body()).contains(BIRTH);
        assertThat(read().body()).contains(ONLY_CHILD);
        assertThat(travellers.seen()).as("what is behind a traveller").containsExactlyInAnyOrder("two", "three");

        assertThat(ask(token, "four", PLAIN.formatted(ONLY_CHILD)).status()).isEqualTo(200);
        assertThat(travellers.seen()).doesNotContain("four");
    }

    @Test
    void keepsTheOrderBehindOneThatWaitsForAStore() {
        var known = TestTokens.applicant();
        ask(known, "known", PLAIN.formatted(ONLY_CHILD));
        write(match(TestTokens.applicant(), "stranger", PLAIN.formatted(BIRTH))
                + match(known, "behind", PLAIN.formatted(ONLY_CHILD))
                + match(known, "unreadable", "{")
                + match(known, "last", PLAIN.formatted(BIRTH)));

        assertThat(read().body()).contains(BIRTH);
        assertThat(read().body()).contains(ONLY_CHILD);
        assertThat(read().status()).isEqualTo(400);
        assertThat(read().body()).contains(BIRTH);
        assertThat(travellers.seen()).doesNotContain("stranger", "behind").contains("unreadable");
    }

    @Test
    void leavesWhatIsMoreThanAQuestionToTheFramework() throws Exception {
        var token = TestTokens.applicant();
        var body = PLAIN.formatted(ONLY_CHILD);
        var request = match(token, "expects", body).replace("Host: hall", "Host: hall\r\nExpect: 100-continue");
        write(request.substring(0, request.length() - body.length()));
        assertThat(read().status()).isEqualTo(100);
        write(body);
        assertThat(read().status()).isEqualTo(200);
        assertThat(ask(token, "after", body).status()).isEqualTo(200);

        write(match(token, "last", body).replace("Host: hall", "Host: hall\r\nConnection: close"));

        assertThat(read().status()).isEqualTo(200);
        assertThat(incoming.read()).isEqualTo(-1);
        assertThat(travellers.seen()).containsExactlyInAnyOrder("expects", "last");
    }

    @Test
    void readsNoMoreFromWhoTakesNoAnswers() throws Exception {
        var token = TestTokens.applicant();
        ask(token, "known", PLAIN.formatted(ONLY_CHILD));
        var questions = match(token, "many", PLAIN.formatted(ONLY_CHILD)).repeat(100);
        var sent = CompletableFuture.runAsync(() -> IntStream.range(0, 300).forEach(i -> write(questions)));

        await().during(Duration.ofSeconds(2)).until(() -> !sent.isDone());

        IntStream.range(0, 30_000).forEach(answer -> assertThat(read().status()).isEqualTo(200));
        assertThat(sent).succeedsWithin(Duration.ofSeconds(10));
        assertThat(travellers.seen()).isEmpty();
    }

    @Test
    void countsWhereverItAnswers() {
        var token = TestTokens.applicant();
        var before = counted();
        ask(token, "counted", PLAIN.formatted(ONLY_CHILD));
        ask(token, "by the road", BY_ROAD.formatted(ONLY_CHILD));

        assertThat(counted() - before).isEqualTo(2);
    }

    /** Of bodies, as the server counts them, and in steps of 4 KiB. */
    @Test
    void tellsHowManyBytesCameAndWent() {
        var token = TestTokens.applicant();
        var question = PLAIN.formatted(ONLY_CHILD);
        var answer = ask(token, "bytes", question).body().getBytes(StandardCharsets.UTF_8);
        var metrics = given().get("/q/metrics").asByteArray();
        var before = new String(metrics, StandardCharsets.UTF_8);

        IntStream.range(0, 200).forEach(i -> ask(token, "bytes", question));

        var after = given().get("/q/metrics").asString();
        assertThat(bytes(after, "read") - bytes(before, "read")).isCloseTo(200.0 * question.length(), within(4096.0));
        assertThat(bytes(after, "written") - bytes(before, "written") - metrics.length)
                .isCloseTo(200.0 * answer.length, withinPercentage(5));
    }

    private static double bytes(String metrics, String way) {
        return metrics.lines()
                .filter(line -> line.startsWith("http_server_bytes_" + way + "_sum"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static double counted() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count{")
                        && line.contains("uri=\"/v1/matches\"")
                        && line.contains("status=\"200\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
