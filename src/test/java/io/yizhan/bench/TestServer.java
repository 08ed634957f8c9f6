package io.yizhan.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** A server in the test's own JVM that answers what the test says and counts what it was asked. */
final class TestServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong requests = new AtomicLong();
    private final HttpServer server;

    /** @param answer is given each request and how many there have been */
    TestServer(BiConsumer<HttpServerRequest, Long> answer) throws InterruptedException, ExecutionException {
        server = vertx.createHttpServer()
                .requestHandler(request -> answer.accept(request, requests.incrementAndGet()))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort());
    }

    long requests() {
        return requests.get();
    }

    @Override
    public void close() throws InterruptedException, ExecutionException {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
