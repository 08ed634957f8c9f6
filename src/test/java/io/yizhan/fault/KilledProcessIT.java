package io.yizhan.fault;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.application;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.submitting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.yizhan.identity.IdentityKind;
import io.yizhan.identity.IdentityNumber;
import io.yizhan.identity.Personas;
import io.yizhan.identity.Personas.Person;
import io.yizhan.identity.SubjectId;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.stores.LocalStores;
import io.yizhan.platform.stores.PackagedYizhan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The packaged application is killed with -9 again and again while clients submit. They note what was acknowledged, and
 * repeat what was not under the same key. At the end every case is there once.
 */
@Timeout(600)
class KilledProcessIT {
    private static final int KILLS = 4;
    private static final int CLIENTS = 4;
    private static final int MOST_BETWEEN_KILLS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Person CLERK = new Person(
            SubjectId.of(UuidCreator.getTimeOrderedEpoch()),
            IdentityKind.RESIDENT_ID,
            IdentityNumber.complete(IdentityKind.RESIDENT_ID, "00000119850202002")
                    .value(),
            "赵窗口",
            "19900000002");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger replayed = new AtomicInteger();
    private volatile boolean isOver;

    private Path folder;
    private int port;
    private PackagedYizhan yizhan;

    @BeforeEach
    void prepare() throws IOException {
        var stores = Files.createDirectories(Path.of("target", "stores").toAbsolutePath());
        folder = Files.createTempDirectory(stores, "run-");
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        RestAssured.baseURI = "http://localhost";
        RestAssured.port = port;
    }

    @AfterEach
    void clear() throws Exception {
        isOver = true;
        RestAssured.reset();
        yizhan.kill();
        LocalStores.discard(folder, folder.resolve("bin"));
    }

    @Test
    void losesNothingAndDoublesNothingHoweverOftenItIsKilled() throws Exception {
        var starts = new ArrayList<Duration>();
        starts.add(start());
        var clients = clients();
        var threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            var running = new ArrayList<Future<?>>();
            clients.forEach(client -> running.add(threads.submit(client)));
            for (int i = 0; i < KILLS; i++) {
                awaitMore(1 + random.nextInt(MOST_BETWEEN_KILLS));
                yizhan.kill();
                starts.add(start());
            }
            awaitMore(CLIENTS);
            isOver = true;
            for (var one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }

        var numbers = new ArrayList<String>();
        for (var client : clients) {
            assertThat(client.ownCases()).as("seed %d", seed).isEqualTo(client.receipts);
            numbers.addAll(client.receipts.values());
        }
        assertThat(numbers).doesNotHaveDuplicates().hasSize(acknowledged.get());
        assertThat(repeated.get()).as("some request met a kill, seed %d", seed).isPositive();
        System.out.printf(
                "%d cases acknowledged over %d kills, %d attempts repeated, %d of them had been written; started in %s%n",
                acknowledged.get(), KILLS, repeated.get(), replayed.get(), starts);
    }

    /** From the command to the last line of the log. */
    private Duration start() throws IOException {
        var begun = System.nanoTime();
        yizhan = PackagedYizhan.run(
                        folder,
                        Map.of(
                                "YIZHAN_DATA", folder.toString(),
                                "YIZHAN_DEMO_CASES", "0",
                                "QUARKUS_HTTP_PORT", Integer.toString(port)))
                .awaitWelcome();
        return Duration.ofMillis((System.nanoTime() - begun) / 1_000_000);
    }

    private void awaitMore(int count) {
        var enough = acknowledged.get() + count;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> acknowledged.get() >= enough);
    }

    private List<Client> clients() {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> TestTokens.signIn(CLERK, "clerk"));
        var clerk = TestTokens.signIn(CLERK, "clerk").access();
        var clients = new ArrayList<Client>();
        for (int i = 0; i < CLIENTS; i++) {
            var person = register(clerk);
            clients.add(new Client(TestTokens.signIn(person, "applicant").access()));
        }
        return clients;
    }

    private static Person register(String clerk) {
        var number = Personas.number();
        var name = Personas.name();
        var phone = Personas.phone();
        given().auth()
                .oauth2(clerk)
                .contentType(ContentType.JSON)
                .body(Map.of("kind", "residentId", "number", number, "name", name, "phone", phone))
                .post("/v1/subjects")
                .then()
                .statusCode(201);
        return new Person(CLERK.id(), IdentityKind.RESIDENT_ID, number, name, phone);
    }

    /** Submits one case after the other, and never gives one up before it knows what became of it. */
    private final class Client implements Runnable {
        private final String token;

        /** Official numbers by case id. */
        private final Map<String, String> receipts = new ConcurrentHashMap<>();

        private Client(String token) {
            this.token = token;
        }

        @Override
        public void run() {
            while (!isOver) {
                var application = untilAnswered(() -> application(token, TRANSFER));
                var key = newKey();
                var answer = untilAnswered(() -> settled(key, application));
                receipts.put(answer.path("id"), answer.path("officialNumber"));
                acknowledged.incrementAndGet();
                if (answer.header("Idempotent-Replayed") != null) {
                    replayed.incrementAndGet();
                }
            }
        }

        private ExtractableResponse<Response> settled(String key, Map<String, Object> application) {
            return submitting(token, key, application).statusCode(201).extract();
        }

        private <T> T untilAnswered(Supplier<T> call) {
            var answer = new ArrayList<T>();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(250))
                    .pollDelay(Duration.ZERO)
                    .until(() -> {
                        try {
                            answer.add(call.get());
                        } catch (Exception | AssertionError unanswered) {
                            repeated.incrementAndGet();
                        }
                        return !answer.isEmpty();
                    });
            return answer.get(0);
        }

        private Map<String, String> ownCases() {
            var cases = new ConcurrentHashMap<String, String>();
            String cursor = null;
            do {
                var request = given().auth().oauth2(token).queryParam("limit", 100);
                var page = (cursor == null ? request : request.queryParam("cursor", cursor))
                        .get("/v1/cases")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
                for (Map<String, String> one : page.<Map<String, String>>getList("cases")) {
                    assertThat(cases.put(one.get("id"), one.get("officialNumber")))
                            .isNull();
                }
                cursor = page.getString("next");
            } while (cursor != null);
            return cases;
        }
    }
}
