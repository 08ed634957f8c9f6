package io.yizhan.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Clients that wait for a case to change, each on a connection of its own; nothing does, so they ask again. */
final class IdlePolls implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    /** Connections made at a time: more would overflow the server's line of those it has not accepted. */
    private static final int AT_ONCE = 64;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final SocketAddress server;
    private final List<String> requests;
    private final int count;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<String> wrong = new AtomicReference<>("");
    private final CompletableFuture<Void> allOpen = new CompletableFuture<>();

    private IdlePolls(InetSocketAddress server, List<String> requests, int count) {
        this.server = SocketAddress.inetSocketAddress(server);
        this.requests = requests;
        this.count = count;
    }

    /** Answers when all are waiting. */
    static IdlePolls open(InetSocketAddress server, List<String> requests, int count) {
        var polls = new IdlePolls(server, requests, count);
        for (int i = 0; i < AT_ONCE; i++) {
            polls.connect();
        }
        try {
            polls.allOpen.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return polls;
        } catch (TimeoutException | ExecutionException refused) {
            polls.close();
            throw new VoidRun("only " + polls.open + " of " + count + " clients could wait: " + refused.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new VoidRun("interrupted");
        }
    }

    private void connect() {
        var place = begun.getAndIncrement();
        if (place < count) {
            client.connect(server)
                    .onSuccess(socket -> poll(socket, Buffer.buffer(requests.get(place % requests.size()))))
                    .onFailure(allOpen::completeExceptionally);
        }
    }

    private void poll(NetSocket socket, Buffer request) {
        socket.handler(answer -> {
            if (!answer.getString(9, 12).equals("304")) {
                wrong.set(answer.toString());
            }
            socket.write(request);
        });
        socket.closeHandler(closed -> wrong.set("the server closed a connection"));
        socket.write(request);
        if (open.incrementAndGet() == count) {
            allOpen.complete(null);
        }
        connect();
    }

    /** @throws VoidRun when one of them was not left waiting */
    void requireUndisturbed() {
        if (!wrong.get().isEmpty()) {
            throw new VoidRun("a waiting client was answered: " + wrong.get());
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException unclosable) {
            throw new IllegalStateException(unclosable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
