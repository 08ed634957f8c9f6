package io.yizhan.progress;

import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.ONLY_CHILD;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.yizhan.casework.Journeys;
import io.yizhan.casework.QueryNumbers;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.http.PlainAnswer;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes after whatever on a connection, in whatever pieces and without waiting for answers: each question is answered once,
 * in order, as if it were the only one.
 */
@QuarkusTest
@TestProfile(ConversationTest.Unthrottled.class)
class ConversationTest {
    private static final int CONVERSATIONS = 24;
    private static final int QUESTIONS = 250;
    private static final int AT_ONCE = 6;
    private static final int CONTINUE = 100;

    /** Of a question, sent at a time. */
    private static final int LONGEST_PIECE = 2_000;

    public static class Unthrottled implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("yizhan.progress.questions-burst", "1000000", "yizhan.progress.misses-burst", "1000000");
        }
    }

    @TestHTTPResource("/")
    URI hall;

    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry metrics;

    private final ExecutorService askers = Executors.newCachedThreadPool();
    private final List<Kind> kinds = new ArrayList<>();
    private String progress;

    /** @param text but for its id, which the answer carries too */
    private record Kind(String name, String text, int status, String body) {}

    private record Question(Kind kind, String id) {}

    @BeforeEach
    void know() throws Exception {
        var applicant = TestTokens.applicant();
        progress = "/v1/progress/" + Journeys.submit(applicant, BIRTH).getString("queryNumber");
        var client = HttpClient.newHttpClient();
        var first = client.send(HttpRequest.newBuilder(hall.resolve(progress)).build(), BodyHandlers.ofString());
        var view = first.body();
        var known = "If-None-Match: " + first.headers().firstValue("ETag").orElseThrow() + "\r\n";
        var unknown = "/v1/progress/" + QueryNumbers.unknown(new SecureRandom());
        var signedIn = "Authorization: Bearer " + applicant + "\r\n";
        var json = signedIn + "Content-Type: application/json\r\n";
        var plain = "{\"implementationCode\":\"%s\"}";
        var byRoad = "{\"moment\":null,\"implementationCode\":\"%s\"}";

        get("progress", progress, "", 200, view);
        get("progress, signed in", progress, signedIn, 200, view);
        get("progress as it is known", progress, known, 304, "");
        get("progress for a browser", progress, "Accept: text/html, */*\r\n", 200, view);
        get("progress that need not wait", progress, known + "Prefer: wait=0\r\n", 304, "");
        get("progress that would have waited", progress, "Prefer: wait=9\r\n", 200, view);
        get("unknown number", unknown, "", 404, "progress-not-found");
        get("mistyped number", "/v1/progress/0000000000000", "", 400, "query-number-invalid");
        get("forged token", progress, "Authorization: Bearer not.a.token\r\n", 401, "");
        get("items", "/v1/items", "", 200, "implementationCode");
        kind("progress with a body", "GET " + progress, "Content-Length: 5\r\n", "hello", 200, view);
        kind("no items", "HEAD /v1/items", "", "", 200, "");
        post("match", json, plain.formatted(BIRTH), 200, BIRTH);
        post("another match", json, plain.formatted(ONLY_CHILD), 200, ONLY_CHILD);
        post("match by the road", json, byRoad.formatted(BIRTH), 200, BIRTH);
        post("match of nothing", json, "{}", 400, "implementationCode");
        post("half a match", json, "{", 400, "");
        post("match as text", signedIn + "Content-Type: text/plain\r\n", plain.formatted(BIRTH), 415, "");
        post("match of nobody", "Content-Type: application/json\r\n", plain.formatted(BIRTH), 401, "");
        post("expected match", json + "Expect: 100-continue\r\n", plain.formatted(BIRTH), 200, BIRTH);
        post("long match", json, plain.formatted(BIRTH) + " ".repeat(5_000), 200, BIRTH);
        var chunked = plain.formatted(ONLY_CHILD);
        kind(
                "match in a chunk",
                "POST /v1/matches",
                json + "Transfer-Encoding: chunked\r\n",
                Integer.toHexString(chunked.length()) + "\r\n" + chunked + "\r\n0\r\n\r\n",
                200,
                ONLY_CHILD);
    }

    private void get(String name, String path, String headers, int status, String body) {
        kind(name, "GET " + path, headers, "", status, body);
    }

    private void post(String name, String headers, String sent, int status, String body) {
        kind(name, "POST /v1/matches", headers + "Content-Length: " + sent.length() + "\r\n", sent, status, body);
    }

    private void kind(String name, String target, String headers, String sent, int status, String body) {
        var text = target + " HTTP/1.1\r\nHost: hall\r\nX-Request-Id: %s\r\n" + headers + "\r\n" + sent;
        kinds.add(new Kind(name, text, status, body));
    }

    @Test
    void answersEachInOrderAsIfItWereTheOnlyOne() throws Exception {
        var seed = new SecureRandom().nextInt(1_000_000);
        var readsBefore = reads();
        var people = Executors.newFixedThreadPool(AT_ONCE);
        var forgetting = askers.submit(this::forgetAgainAndAgain);
        try {
            var conversations = IntStream.range(seed, seed + CONVERSATIONS)
                    .mapToObj(each -> (Callable<Void>) () -> converse(each))
                    .toList();
            for (var conversation : people.invokeAll(conversations)) {
                conversation.get();
            }
            assertThat(forgetting).isNotDone();
            assertThat(reads() - readsBefore)
                    .as("questions that waited for a store")
                    .isGreaterThan(CONVERSATIONS);
        } finally {
            people.shutdownNow();
            askers.shutdownNow();
        }
    }

    private double reads() {
        return metrics.get("yizhan.progress.reads").counter().count();
    }

    /** So that some of the questions wait for a store. */
    private void forgetAgainAndAgain() {
        var view = "yz:progress:view:v2:{" + progress.substring(progress.lastIndexOf('/') + 1) + "}";
        while (!Thread.currentThread().isInterrupted()) {
            redis.key().del(view);
        }
    }

    private Void converse(int seed) throws Exception {
        var random = new Random(seed);
        var questions = IntStream.range(0, QUESTIONS)
                .mapToObj(place -> new Question(kinds.get(random.nextInt(kinds.size())), seed + "-" + place))
                .toList();
        try (var connection = new Socket(hall.getHost(), hall.getPort())) {
            connection.setSoTimeout(20_000);
            connection.setTcpNoDelay(true); // so that each piece leaves by itself
            var asked = askers.submit(() -> ask(questions, random, connection.getOutputStream()));
            var incoming = new BufferedInputStream(connection.getInputStream());
            for (var question : questions) {
                expect(question, incoming);
            }
            asked.get(1, TimeUnit.SECONDS);
        }
        return null;
    }

    private static Void ask(List<Question> questions, Random random, OutputStream outgoing) throws IOException {
        var unsent = new ByteArrayOutputStream();
        for (var question : questions) {
            unsent.writeBytes(question.kind().text().formatted(question.id()).getBytes(StandardCharsets.US_ASCII));
            if (random.nextInt(4) == 0) {
                send(unsent.toByteArray(), random, outgoing);
                unsent.reset();
            }
        }
        send(unsent.toByteArray(), random, outgoing);
        return null;
    }

    private static void send(byte[] bytes, Random random, OutputStream outgoing) throws IOException {
        for (int sent = 0; sent < bytes.length; ) {
            var piece = Math.min(bytes.length - sent, 1 + random.nextInt(LONGEST_PIECE));
            outgoing.write(bytes, sent, piece);
            sent += piece;
        }
    }

    private static void expect(Question question, InputStream incoming) {
        var kind = question.kind();
        var what = kind.name() + ", " + question.id();
        var hasBody = !kind.text().startsWith("HEAD ");
        var answer = PlainAnswer.read(incoming, hasBody);
        if (answer.status() == CONTINUE) {
            answer = PlainAnswer.read(incoming, hasBody);
        }
        assertThat(answer.headers().get("x-request-id")).as(what).isEqualTo(question.id());
        assertThat(answer.status()).as(what).isEqualTo(kind.status());
        if (kind.body().isEmpty() && kind.status() < 400) {
            assertThat(answer.body()).as(what).isEmpty();
        } else {
            assertThat(answer.body()).as(what).contains(kind.body());
        }
    }
}
