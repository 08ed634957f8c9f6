package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CodeGatewayTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant EXPIRY = Instant.parse("2026-11-22T08:05:00Z");

    private final CompletableFuture<JsonObject> received = new CompletableFuture<>();
    private final CompletableFuture<String> authorization = new CompletableFuture<>();
    private Vertx vertx;
    private HttpServer server;
    private int status = 202;

    @BeforeEach
    void listen() {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer().requestHandler(request -> {
            authorization.complete(request.getHeader("Authorization"));
            request.bodyHandler(body -> {
                received.complete(body.toJsonObject());
                request.response().setStatusCode(status).endAndForget();
            });
        });
        server.listen(0, "127.0.0.1").await().atMost(SOON);
    }

    @AfterEach
    void stop() {
        vertx.close().await().atMost(SOON);
    }

    @Test
    void handsPhoneCodeAndExpiryToTheGateway() {
        gateway().send("19900000001", "123456", EXPIRY).await().atMost(SOON);

        assertThat(received.join())
                .isEqualTo(new JsonObject()
                        .put("phone", "19900000001")
                        .put("code", "123456")
                        .put("expiresAt", "2026-11-22T08:05:00Z"));
        assertThat(authorization.join()).isEqualTo("Bearer secret");
    }

    @Test
    void failsWhenTheGatewayDoesNotAccept() {
        status = 500;

        assertThatThrownBy(() ->
                        gateway().send("19900000001", "123456", EXPIRY).await().atMost(SOON))
                .hasMessageContaining("500");
    }

    private CodeGateway gateway() {
        var url = URI.create("http://127.0.0.1:" + server.actualPort() + "/messages");
        return new CodeGateway(vertx, url, new FirstAdministratorTest.CodeSettings(Optional.of(url)));
    }
}
