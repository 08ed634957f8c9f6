package io.yizhan.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** A bad network between the application and PostgreSQL. It passes everything on until it is told otherwise. */
final class PostgresProxy implements AutoCloseable {
    /** ReadyForQuery, not in a transaction: whatever was to be committed is. */
    private static final String COMMITTED = "Z\0\0\0\5I";

    private final String host;
    private final int port;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Loss> loss = new AtomicReference<>();
    private volatile boolean isRefusing;
    private volatile boolean isFrozen;

    /** What is lost of the first exchange in which the client says this word. */
    private record Loss(String word, boolean isDelivered, boolean isLast) {}

    PostgresProxy(String host, int port) {
        this.host = host;
        this.port = port;
        try {
            server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The server does what it is asked; its answer is lost with the connection. */
    void loseAnswerOf(String word) {
        loss.set(new Loss(word, true, false));
    }

    /** The same, and nothing can be reached after it. */
    void loseAnswerOfAndRefuseAfter(String word) {
        loss.set(new Loss(word, true, true));
    }

    /** The server is never asked. */
    void loseRequestOf(String word) {
        loss.set(new Loss(word, false, false));
    }

    /** Cuts every connection and lets none be made. */
    void refuse() {
        isRefusing = true;
        lines.forEach(Line::cut);
    }

    /** Connections stay, and new ones are made, but nothing passes any more. */
    void freeze() {
        isFrozen = true;
    }

    /** Frozen connections have lost bytes and are of no use. */
    void pass() {
        loss.set(null);
        isRefusing = false;
        if (isFrozen) {
            isFrozen = false;
            lines.forEach(Line::cut);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (isRefusing) {
                    client.close();
                } else {
                    new Line(client, new Socket(host, port)).open();
                }
            } catch (IOException closed) {
                // the next one, if there is one
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        lines.forEach(Line::cut);
        threads.shutdownNow();
    }

    private final class Line {
        private final Socket client;
        private final Socket database;
        private volatile Loss lost;

        private Line(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        private void open() {
            lines.add(this);
            threads.execute(() -> pump(client, this::ask));
            threads.execute(() -> pump(database, this::answer));
        }

        private interface Sink {
            void take(byte[] bytes, int length) throws IOException;
        }

        private void pump(Socket from, Sink to) {
            var bytes = new byte[65_536];
            try {
                InputStream in = from.getInputStream();
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    if (!isFrozen) {
                        to.take(bytes, length);
                    }
                }
            } catch (IOException cut) {
                // the other direction ends too
            }
            cut();
        }

        private void ask(byte[] bytes, int length) throws IOException {
            var armed = loss.get();
            if (armed != null && text(bytes, length).contains(armed.word()) && loss.compareAndSet(armed, null)) {
                lost = armed;
                if (!armed.isDelivered()) {
                    end();
                    return;
                }
            }
            database.getOutputStream().write(bytes, 0, length);
        }

        private void answer(byte[] bytes, int length) throws IOException {
            if (lost == null) {
                client.getOutputStream().write(bytes, 0, length);
            } else if (text(bytes, length).endsWith(COMMITTED)) {
                end();
            }
        }

        private void end() {
            if (lost.isLast()) {
                refuse();
            }
            cut();
        }

        private void cut() {
            lines.remove(this);
            close(client);
            close(database);
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException closed) {
                // was the aim
            }
        }

        private static String text(byte[] bytes, int length) {
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
