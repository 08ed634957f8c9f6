package io.yizhan.fault;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.TRANSFER;
import static io.yizhan.casework.Journeys.application;
import static io.yizhan.casework.Journeys.newKey;
import static io.yizhan.casework.Journeys.submit;
import static io.yizhan.casework.Journeys.submitting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that hang up while PostgreSQL works for them must not cost a connection of the pool. */
@QuarkusTest
@Timeout(60)
class HangUpTest {
    private static final int CLIENTS = 100;
    private static final int POOL_SIZE = 16;
    private static final String BUSY = """
            select count(*) from pg_stat_activity
            where application_name = 'yizhan' and (state like 'idle in transaction%' or state = 'active' and wait_event_type = 'Lock')
            """;

    @Inject
    Pool pool;

    @Inject
    DataSource direct;

    @Inject
    MeterRegistry metrics;

    @Inject
    ObjectMapper json;

    @TestHTTPResource
    URI address;

    @Test
    void losesNoConnectionToClientsThatHangUpInMidRequest() throws Exception {
        var free = connectionsToBeHad();
        var token = TestTokens.applicant();
        var application = application(token, TRANSFER);
        var key = newKey();
        var requests = List.of(
                post(token, "/v1/cases", "Idempotency-Key: " + key + "\r\n", application),
                post(token, "/v1/matches", "", Map.of("implementationCode", BIRTH)),
                get(token, "/v1/cases"),
                get(token, "/v1/materials"),
                get(
                        token,
                        "/v1/progress/"
                                + submit(TestTokens.applicant(), TRANSFER).getString("queryNumber")));
        new RealRedis().empty();

        try (var connection = direct.getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("lock table material, cases, draft in access exclusive mode");
            var clients = connect(CLIENTS);
            for (int i = 0; i < CLIENTS; i++) {
                send(clients.get(i), requests.get(i % requests.size()));
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> busy() >= POOL_SIZE / 2);
            hangUp(clients);
            connection.rollback();
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> busy() == 0);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(connectionsToBeHad()).isEqualTo(free));
        submitting(token, key, application).statusCode(201);
    }

    @Test
    void forgetsWaitingClientsThatHangUp() throws Exception {
        var number = submit(TestTokens.applicant(), TRANSFER).getString("queryNumber");
        var etag = given().get("/v1/progress/" + number)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        var before = waiting();
        var clients = connect(20);
        for (var client : clients) {
            send(
                    client,
                    "GET /v1/progress/%s HTTP/1.1\r\nHost: hall\r\nIf-None-Match: %s\r\nPrefer: wait=30\r\n\r\n"
                            .formatted(number, etag));
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> waiting() == before + 20);

        hangUp(clients);

        await().atMost(Duration.ofSeconds(10)).until(() -> waiting() == before);
    }

    private double waiting() {
        return metrics.get("yizhan.progress.waiting").gauge().value();
    }

    private long busy() throws SQLException {
        try (var connection = direct.getConnection();
                var rows = connection.createStatement().executeQuery(BUSY)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** How many connections the pool hands out at once; the listeners of the application keep theirs. */
    private int connectionsToBeHad() {
        var asked = new ArrayList<CompletableFuture<SqlConnection>>();
        for (int i = 0; i < POOL_SIZE; i++) {
            asked.add(pool.getConnection().subscribeAsCompletionStage());
        }
        var had = new ArrayList<SqlConnection>();
        for (var one : asked) {
            try {
                had.add(one.join());
            } catch (CompletionException noneFree) {
                assertThat(noneFree).isNotNull();
            }
        }
        had.forEach(one -> one.close().await().indefinitely());
        return had.size();
    }

    private String post(String token, String path, String header, Object body) throws IOException {
        var content = json.writeValueAsString(body);
        return "POST %s HTTP/1.1\r\nHost: hall\r\nAuthorization: Bearer %s\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, token, header, content.getBytes(StandardCharsets.UTF_8).length, content);
    }

    private static String get(String token, String path) {
        return "GET %s HTTP/1.1\r\nHost: hall\r\nAuthorization: Bearer %s\r\n\r\n".formatted(path, token);
    }

    private List<Socket> connect(int count) throws IOException {
        var clients = new ArrayList<Socket>();
        for (int i = 0; i < count; i++) {
            clients.add(new Socket(address.getHost(), address.getPort()));
        }
        return clients;
    }

    private static void send(Socket client, String request) throws IOException {
        client.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    private static void hangUp(List<Socket> clients) throws IOException {
        for (var client : clients) {
            client.close();
        }
    }
}
