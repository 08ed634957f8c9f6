package io.yizhan.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Clients that wait for a case to change, each on a connection of its own; nothing does, so they ask again. */
final class IdlePolls implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private static final double NEARLY_ALL = 0.99;

    /** Seconds; the service lets nobody wait longer. */
    private static final int LONGEST_WAIT = 30;

    /** Connections made at a time: more would overflow the server's line of those it has not accepted. */
    private static final int AT_ONCE = 64;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final SocketAddress server;
    private final Learned known;
    private final int count;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<String> wrong = new AtomicReference<>("");
    private final CompletableFuture<Void> allOpen = new CompletableFuture<>();

    private IdlePolls(ServerProcess server, Learned known, int count) {
        this.server = SocketAddress.inetSocketAddress(server.address());
        this.known = known;
        this.count = count;
    }

    /** Answers when the service says that all are waiting. */
    static IdlePolls open(ServerProcess server, Learned known, int count) {
        var polls = new IdlePolls(server, known, count);
        for (int i = 0; i < AT_ONCE; i++) {
            polls.connect();
        }
        try {
            polls.allOpen.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            polls.awaitAll(server);
            return polls;
        } catch (VoidRun disturbed) {
            polls.close();
            throw disturbed;
        } catch (TimeoutException | ExecutionException refused) {
            polls.close();
            throw new VoidRun("only " + polls.open + " of " + count + " clients could wait: " + refused.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new VoidRun("interrupted");
        }
    }

    /** Those whose time is over just now are on their way back. */
    private void awaitAll(ServerProcess server) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (server.metric("yizhan_progress_waiting") < count * NEARLY_ALL) {
            requireUndisturbed();
            if (System.nanoTime() > end) {
                throw new VoidRun("not all clients are waiting");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private void connect() {
        var place = begun.getAndIncrement();
        if (place < count) {
            client.connect(server).onSuccess(socket -> poll(socket, place)).onFailure(allOpen::completeExceptionally);
        }
    }

    /** The first waits end one after the other, as if the clients had come one after the other. */
    private void poll(NetSocket socket, int place) {
        var request = request(place, LONGEST_WAIT);
        socket.handler(answer -> {
            if (!answer.getString(9, 12).equals("304")) {
                wrong.set(answer.toString());
            }
            socket.write(request);
        });
        socket.closeHandler(closed -> wrong.set("the server closed a connection"));
        socket.write(request(place, 1 + LONGEST_WAIT * place / count));
        if (open.incrementAndGet() == count) {
            allOpen.complete(null);
        }
        connect();
    }

    private Buffer request(int place, int wait) {
        return Buffer.buffer(known.request(place % known.count(), "Prefer: wait=" + wait));
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
