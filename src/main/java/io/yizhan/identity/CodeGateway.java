package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.net.URI;
import java.time.Instant;

/** Hands codes to the hall's message gateway: {@code POST} of {@code phone, code, expiresAt}, any 2xx means accepted. */
final class CodeGateway implements CodeSender {
    private final HttpClient client;
    private final URI url;
    private final IdentityConfig.Code config;

    CodeGateway(Vertx vertx, URI url, IdentityConfig.Code config) {
        this.client = vertx.createHttpClient();
        this.url = url;
        this.config = config;
    }

    @Override
    public Uni<Void> send(String phone, String code, Instant expiresAt) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url.toString())
                .setTimeout(config.gatewayTimeout().toMillis())
                .putHeader("Content-Type", "application/json");
        config.gatewayToken().ifPresent(token -> options.putHeader("Authorization", "Bearer " + token));
        var body = new JsonObject()
                .put("phone", phone)
                .put("code", code)
                .put("expiresAt", expiresAt.toString())
                .encode();
        return client.request(options)
                .chain((HttpClientRequest request) -> request.send(body))
                .invoke(CodeGateway::refuseOtherThanAccepted)
                .replaceWithVoid();
    }

    private static void refuseOtherThanAccepted(HttpClientResponse response) {
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException("the code gateway answered " + response.statusCode());
        }
    }
}
