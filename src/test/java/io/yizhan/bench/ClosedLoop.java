package io.yizhan.bench;

import io.yizhan.bench.HttpSide.Repetition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives one server from one thread: every connection sends its next request when the answer to its last one is
 * complete. As cheap as wrk: requests are encoded beforehand, of an answer only status and length are read; a sample is
 * kept whole and checked.
 *
 * <p>It measures throughput. It says nothing about latency, because while the server stalls it does not ask.
 */
final class ClosedLoop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * What one run counted.
     *
     * @param answers complete ones within {@code elapsed}
     * @param bytes of their heads and bodies
     * @param cpu of the generator's thread
     */
    record Counted(long answers, long bytes, Duration elapsed, Duration cpu) {
        double perSecond() {
            return answers / seconds(elapsed);
        }

        /** Above 0.97 the generator, not the server, may have set the pace. */
        double generatorShare() {
            return seconds(cpu) / seconds(elapsed);
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }
    }

    private final Requests requests;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(1 << 18);
    private final AnswerHead head = new AnswerHead();
    private int next;
    private long sendable;
    private long sent;
    private long answers;
    private long bytes;
    private int waiting;
    private boolean isSending;

    ClosedLoop(InetSocketAddress server, int connectionCount, Requests requests) {
        this.requests = requests;
        try {
            selector = Selector.open();
            for (int i = 0; i < connectionCount; i++) {
                connections.add(new Connection(SocketChannel.open(server)));
            }
        } catch (IOException unreachable) {
            throw new UncheckedIOException("cannot connect to " + server, unreachable);
        }
    }

    /** Sends every request once, so that caches know what they are about. */
    void askAll() {
        var counted = run(PATIENCE, Repetition.ONCE);
        if (counted.answers() < requests.count()) {
            throw new VoidRun("only " + counted.answers() + " of " + requests.count() + " requests were answered");
        }
    }

    /**
     * Sends for so long, or until what may be sent has been answered, and then waits for what is still unanswered, which
     * is not counted.
     *
     * @throws VoidRun for an unexpected status, a wrong body, a lost connection, silence; or when there is nothing left
     *     that has never been sent
     */
    Counted run(Duration longest, Repetition repetition) {
        sendable = switch (repetition) {
            case ALWAYS -> Long.MAX_VALUE;
            case ONCE -> requests.count();
            case NEVER -> requests.count() - sent;
        };
        if (sendable == 0) {
            throw new VoidRun("all " + requests.count() + " requests have been sent");
        }
        return run(longest);
    }

    private Counted run(Duration longest) {
        answers = 0;
        bytes = 0;
        isSending = true;
        try {
            var cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            var start = System.nanoTime();
            for (var connection : connections) {
                connection.sendNext();
            }
            awaitAnswers(start + longest.toNanos());
            var counted = new Counted(
                    answers,
                    bytes,
                    Duration.ofNanos(System.nanoTime() - start),
                    Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu));
            isSending = false;
            awaitAnswers(System.nanoTime() + PATIENCE.toNanos());
            if (waiting > 0) {
                throw new VoidRun(waiting + " requests were not answered within " + PATIENCE.toSeconds() + " s");
            }
            return counted;
        } catch (IOException lost) {
            throw new VoidRun("a connection was lost: " + lost.getMessage());
        }
    }

    private void awaitAnswers(long deadline) throws IOException {
        while (waiting > 0) {
            var left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            selector.select(this::receive, left / 1_000_000 + 1);
        }
    }

    private void receive(SelectionKey key) {
        try {
            ((Connection) key.attachment()).receive();
        } catch (IOException lost) {
            throw new VoidRun("a connection was lost: " + lost.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            for (var connection : connections) {
                connection.channel.close();
            }
            selector.close();
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }

    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer outgoing = requests.view();
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private int request;
        private long bodyLeft;
        private int status;
        private byte[] partOfHead = {};
        private boolean isKept;

        private Connection(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        private void sendNext() throws IOException {
            if (!isSending || sendable == 0) {
                return;
            }
            sendable--;
            request = next;
            next = next + 1 == requests.count() ? 0 : next + 1;
            isKept = ++sent % requests.checkedEvery() == 0;
            requests.place(outgoing, request);
            while (outgoing.hasRemaining()) {
                if (channel.write(outgoing) == 0) {
                    Thread.onSpinWait();
                }
            }
            waiting++;
        }

        private void receive() throws IOException {
            incoming.clear().put(partOfHead);
            var fresh = incoming.position();
            var read = channel.read(incoming);
            if (read < 0) {
                throw new VoidRun("the server closed a connection");
            }
            bytes += read;
            var end = incoming.position();
            if (bodyLeft > 0) {
                keep(fresh, end);
                body(end - fresh);
                return;
            }
            var bodyAt = head.read(incoming, 0, end);
            if (bodyAt == AnswerHead.INCOMPLETE) {
                partOfHead = copy(0, end);
                return;
            }
            partOfHead = new byte[0];
            status = head.status();
            bodyLeft = head.length();
            isKept |= status != requests.expectedStatus();
            keep(0, end);
            body(end - bodyAt);
        }

        private void body(int count) throws IOException {
            bodyLeft -= count;
            if (bodyLeft < 0) {
                throw new VoidRun("an answer is longer than its Content-Length");
            }
            if (bodyLeft == 0) {
                complete();
            }
        }

        private void complete() throws IOException {
            waiting--;
            answers++;
            if (isKept) {
                check(Answer.of(status, kept.toString(StandardCharsets.UTF_8)));
                kept.reset();
            }
            sendNext();
        }

        private void check(Answer answer) {
            if (answer.status() != requests.expectedStatus()) {
                throw new VoidRun("status " + answer.status() + " instead of " + requests.expectedStatus() + ": "
                        + answer.body());
            }
            requests.complaint(request, answer).ifPresent(complaint -> {
                throw new VoidRun(complaint);
            });
        }

        private void keep(int from, int to) {
            if (isKept) {
                kept.writeBytes(copy(from, to));
            }
        }

        private byte[] copy(int from, int to) {
            var copy = new byte[to - from];
            incoming.get(from, copy);
            return copy;
        }
    }
}
