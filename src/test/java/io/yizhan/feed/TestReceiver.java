package io.yizhan.feed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A department's system that takes events; it can be away, unwilling, or stumble now and then. */
final class TestReceiver implements AutoCloseable {
    /** An event that was taken. */
    record Taken(String id, String topic, String caseId, int version) {}

    private final List<Taken> taken = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger forged = new AtomicInteger();
    private final CountDownLatch secretKnown = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private final int port;
    private volatile String secret = "";
    private volatile boolean isRefusing;
    private volatile int stumbleEvery = Integer.MAX_VALUE;
    private @Nullable HttpServer server;

    /** Away until it is opened. */
    TestReceiver() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    void open() throws IOException {
        var opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        opened.createContext("/events", this::take);
        opened.setExecutor(threads);
        opened.start();
        server = opened;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/events?for=test";
    }

    void expect(String signingSecret) {
        secret = signingSecret;
        secretKnown.countDown();
    }

    void refuse(boolean isRefused) {
        isRefusing = isRefused;
    }

    /** Answers every n-th request 500. */
    void stumble(int every) {
        stumbleEvery = every;
    }

    int forged() {
        return forged.get();
    }

    List<Taken> taken() {
        synchronized (taken) {
            return List.copyOf(taken);
        }
    }

    int count() {
        synchronized (taken) {
            return taken.size();
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (isRefusing) {
                exchange.sendResponseHeaders(422, -1);
            } else if (requests.incrementAndGet() % stumbleEvery == 0) {
                exchange.sendResponseHeaders(500, -1);
            } else {
                note(exchange, body);
                exchange.sendResponseHeaders(204, -1);
            }
        }
    }

    private void note(HttpExchange exchange, String body) {
        var headers = exchange.getRequestHeaders();
        var id = headers.getFirst("webhook-id");
        if (!headers.getFirst("webhook-signature").equals(signature(id, headers.getFirst("webhook-timestamp"), body))) {
            forged.incrementAndGet();
        }
        var event = new JsonObject(body);
        synchronized (taken) {
            taken.add(
                    new Taken(id, event.getString("topic"), event.getString("caseId"), event.getInteger("version", 0)));
        }
    }

    /** Computed from what Standard Webhooks says, not by the code under test. */
    private String signature(String id, String timestamp, String body) {
        try {
            if (!secretKnown.await(10, TimeUnit.SECONDS)) {
                return "nobody told the secret";
            }
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
            var sum = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(sum);
        } catch (GeneralSecurityException | InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }
}
