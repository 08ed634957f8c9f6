package io.yizhan.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.mutiny.core.Vertx;
import io.yizhan.platform.outbox.FailureText;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends one event to one receiver. No redirect is followed; of the answer only the head counts, its body is thrown away and a long one
 * is broken off.
 */
@Singleton
class WebhookClient {
    private static final int CONNECT_MILLIS = 3000;
    private static final int LONGEST_ANSWER = 16 * 1024;

    private final Vertx vertx;
    private final io.vertx.core.http.HttpClient client;
    private final FeedConfig.Webhook config;
    private final ReceiverAddress addresses;
    private final ObjectMapper json;
    private final Clock clock;

    WebhookClient(Vertx vertx, FeedConfig config, ObjectMapper json, Clock clock) {
        this.vertx = vertx;
        this.config = config.webhook();
        this.addresses = new ReceiverAddress(
                this.config.allowLoopback(), this.config.allowedNetworks().orElse(List.of()));
        this.json = json;
        this.clock = clock;
        this.client = vertx.getDelegate()
                .createHttpClient(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setMaxPoolSize(this.config.atOnce())
                        .setMaxWaitQueueSize(this.config.atOnce()));
    }

    /** A machine events may be sent to for this address. */
    record Receiver(URI uri, InetAddress machine) {}

    /** Empty when events are not sent there, or nobody knows where it is. */
    Uni<Optional<Receiver>> find(String url) {
        return Uni.createFrom().item(addresses.parse(url)).chain(uri -> uri.map(this::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** The resolver of the platform blocks, so it is asked on a thread that may. */
    private Uni<Optional<Receiver>> find(URI uri) {
        return vertx.executeBlocking(Uni.createFrom().item(() -> permitted(uri)), false);
    }

    private Optional<Receiver> permitted(URI uri) {
        try {
            var machines = InetAddress.getAllByName(uri.getHost());
            for (var machine : machines) {
                if (!addresses.permits(uri, machine)) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Receiver(uri, machines[0]));
        } catch (UnknownHostException nowhere) {
            return Optional.empty();
        }
    }

    Uni<Outcome> send(Receiver receiver, String secret, CaseEvent event) {
        return send(receiver, secret, event.id(), body(event));
    }

    /** @param id the same whenever it is sent again */
    Uni<Outcome> send(Receiver receiver, String secret, UUID id, String body) {
        return Uni.createFrom()
                .<Outcome>emitter(emitter -> client.request(options(receiver))
                        .onFailure(failure -> emitter.complete(Outcome.trouble(FailureText.of(failure))))
                        .onSuccess(request -> exchange(request, secret, id, body)
                                .onComplete(answer -> emitter.complete(
                                        answer.succeeded()
                                                ? Outcome.ofStatus(
                                                        answer.result().statusCode())
                                                : Outcome.trouble(FailureText.of(answer.cause()))))))
                .ifNoItem()
                .after(config.timeout())
                .recoverWithItem(
                        Outcome.trouble("no answer in " + config.timeout().toSeconds() + " s"));
    }

    private RequestOptions options(Receiver receiver) {
        var uri = receiver.uri();
        var port = ReceiverAddress.port(uri);
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(
                        SocketAddress.inetSocketAddress(port, receiver.machine().getHostAddress()))
                .setHost(uri.getHost())
                .setPort(port)
                .setSsl("https".equals(uri.getScheme()))
                .setFollowRedirects(false)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private io.vertx.core.Future<HttpClientResponse> exchange(
            HttpClientRequest request, String secret, UUID id, String body) {
        var timestamp = clock.instant().getEpochSecond();
        var timer = vertx.setTimer(config.timeout().toMillis(), over -> request.reset());
        request.putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "Yizhan")
                .putHeader("webhook-id", id.toString())
                .putHeader("webhook-timestamp", Long.toString(timestamp))
                .putHeader("webhook-signature", WebhookSignature.of(secret, id, timestamp, body));
        return request.send(body)
                .onSuccess(answer -> discard(answer, timer))
                .onFailure(failed -> vertx.cancelTimer(timer));
    }

    /** The connection is used again only when the answer ends soon. */
    private void discard(HttpClientResponse answer, long timer) {
        var length = new AtomicInteger();
        answer.handler(part -> {
            if (length.addAndGet(part.length()) > LONGEST_ANSWER) {
                answer.request().reset();
            }
        });
        answer.exceptionHandler(broken -> vertx.cancelTimer(timer));
        answer.endHandler(end -> vertx.cancelTimer(timer));
    }

    private String body(CaseEvent event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
