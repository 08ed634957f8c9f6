package io.yizhan.bench;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * An open load: visitors come at a fixed rate, whatever the server does. Latency counts from the moment a visitor was due,
 * so a server that stalls is charged for all who came meanwhile, also for those who found no free connection.
 *
 * <p>The generator is one event loop over a fixed set of connections. When it falls behind its schedule itself, it would
 * charge the server for that: past 1 ms at the 99th percentile the run is void.
 */
final class OpenLoop implements AutoCloseable {
    /** Of the generator behind its schedule, at the 99th percentile. */
    static final Duration MOST_LAG = Duration.ofMillis(1);

    /** Between visitors who come only when another has left. */
    private static final double NEVER = Double.POSITIVE_INFINITY;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEAD = Duration.ofMillis(50);

    /** @param weight how many of all visitors, as a share of the sum of weights */
    record Kind(String name, int weight, Supplier<Visit> visits) {}

    /**
     * What a load found.
     *
     * @param latencies microseconds from due to the end of the last answer, by kind
     * @param lag microseconds from due to sent, where a connection was free
     */
    record Outcome(Map<String, Histogram> latencies, Histogram lag) {
        /** In milliseconds. */
        double latency(String kind, double percentile) {
            return latencies.get(kind).getValueAtPercentile(percentile) / 1e3;
        }

        private Outcome requirePunctual(Duration mostLag) {
            var late = lag.getValueAtPercentile(99);
            if (late > mostLag.toNanos() / 1000) {
                throw new LateGenerator("the generator was " + late / 1e3 + " ms late at the 99th percentile");
            }
            return this;
        }
    }

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    private final EventLoop loop = context.nettyEventLoop();
    private final Duration mostLag;
    private final NetClient client;
    private final List<Kind> order;
    private final Deque<Line> idle = new ArrayDeque<>();

    OpenLoop(InetSocketAddress server, int connections, List<Kind> kinds) {
        this(server, connections, kinds, MOST_LAG);
    }

    OpenLoop(InetSocketAddress server, int connections, List<Kind> kinds, Duration mostLag) {
        this.mostLag = mostLag;
        client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        order = shuffled(kinds);
        var address = SocketAddress.inetSocketAddress(server);
        for (int i = 0; i < connections; i++) {
            var connected = new CompletableFuture<NetSocket>();
            context.runOnContext(here -> client.connect(address)
                    .onSuccess(socket -> {
                        idle.add(new Line(socket));
                        connected.complete(socket);
                    })
                    .onFailure(connected::completeExceptionally));
            await(connected, PATIENCE);
        }
    }

    /** The same sequence every time, in which every kind comes as often as its weight says. */
    private static List<Kind> shuffled(List<Kind> kinds) {
        var order = new ArrayList<Kind>();
        kinds.forEach(kind -> order.addAll(Collections.nCopies(kind.weight(), kind)));
        Collections.shuffle(order, new Random(1));
        return order;
    }

    /**
     * Lets visitors come, evenly, and waits until all are served.
     *
     * @param warmUp those who come before its end are not counted
     * @throws VoidRun for an unexpected answer, a lost connection, silence, or a generator behind its schedule
     */
    Outcome run(double perSecond, Duration warmUp, Duration counted) {
        return run(new Run(1e9 / perSecond, warmUp, counted)).requirePunctual(mostLag);
    }

    /** Only to have been there, however late the generator is. */
    void comeAndGo(double perSecond, Duration time) {
        var unused = run(new Run(1e9 / perSecond, time, Duration.ZERO));
    }

    /** How many visits a second there are when the next visitor comes as soon as one has left each connection. */
    double saturation(Duration counted) {
        var outcome = run(new Run(NEVER, Duration.ZERO, counted));
        var visits = outcome.latencies().values().stream()
                .mapToLong(Histogram::getTotalCount)
                .sum();
        return visits / (counted.toNanos() / 1e9);
    }

    private Outcome run(Run run) {
        System.gc(); // what was prepared is out of the way of the generator's own collections
        context.runOnContext(here -> run.start());
        return await(run.done, Duration.ofNanos(run.end - run.first).plus(PATIENCE));
    }

    private static <T> T await(CompletableFuture<T> future, Duration longest) {
        try {
            return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof VoidRun why
                    ? why
                    : new VoidRun(failed.getCause().toString());
        } catch (TimeoutException silence) {
            throw new VoidRun("visitors were not served within " + longest.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new VoidRun("interrupted");
        }
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage().toCompletableFuture(), PATIENCE);
    }

    private static Histogram histogram() {
        return new Histogram(TimeUnit.SECONDS.toMicros(60), 3);
    }

    /** All of it happens on the event loop. */
    private final class Run {
        private final CompletableFuture<Outcome> done = new CompletableFuture<>();
        private final Map<String, Histogram> latencies = new LinkedHashMap<>();
        private final Histogram lag = histogram();
        private final Deque<Visitor> waiting = new ArrayDeque<>();
        private final double interval;
        private final long first;
        private final long countedFrom;
        private final long end;
        private long come;
        private long served;

        private Run(double interval, Duration warmUp, Duration counted) {
            this.interval = interval;
            first = System.nanoTime() + (interval == NEVER ? 0 : LEAD.toNanos());
            countedFrom = first + warmUp.toNanos();
            end = countedFrom + counted.toNanos();
            order.forEach(kind -> latencies.putIfAbsent(kind.name(), histogram()));
        }

        private void start() {
            idle.forEach(line -> line.run = this);
            if (interval == NEVER) {
                for (int lines = idle.size(); lines > 0; lines--) {
                    come(System.nanoTime());
                }
            } else {
                admit();
            }
        }

        private boolean isOver() {
            return interval == NEVER ? System.nanoTime() >= end : due(come) >= end;
        }

        private long due(long visitor) {
            return first + (long) (visitor * interval);
        }

        private void admit() {
            try {
                var now = System.nanoTime();
                for (var due = due(come); due <= now && due < end; due = due(come)) {
                    come(due);
                    now = System.nanoTime();
                }
                if (due(come) < end && !done.isDone()) {
                    loop.schedule(this::admit, due(come) - now, TimeUnit.NANOSECONDS);
                }
            } catch (RuntimeException wrong) {
                done.completeExceptionally(wrong);
            }
        }

        private void come(long due) {
            var kind = order.get((int) (come++ % order.size()));
            var visitor = new Visitor(kind.name(), kind.visits().get(), due);
            var line = idle.pollLast();
            if (line == null) {
                waiting.add(visitor);
                return;
            }
            line.serve(visitor);
            if (due >= countedFrom) {
                lag.recordValue((System.nanoTime() - due) / 1000);
            }
        }

        private void left(Visitor visitor, Line line) {
            served++;
            if (visitor.due >= countedFrom) {
                latencies.get(visitor.kind).recordValue((System.nanoTime() - visitor.due) / 1000);
            }
            var next = waiting.poll();
            if (next == null) {
                idle.add(line);
            } else {
                line.serve(next);
            }
            if (interval == NEVER && !isOver()) {
                come(System.nanoTime());
            }
            if (served == come && isOver()) {
                done.complete(new Outcome(latencies, lag));
            }
        }
    }

    private record Visitor(String kind, Visit visit, long due) {}

    private final class Line {
        private final NetSocket socket;
        private final AnswerHead head = new AnswerHead();
        private Run run;
        private Visitor visitor;
        private Buffer received;

        private Line(NetSocket socket) {
            this.socket = socket;
            socket.handler(this::receive);
            socket.exceptionHandler(lost -> ended("a connection was lost: " + lost));
            socket.closeHandler(closed -> ended("the server closed a connection"));
        }

        private void ended(String why) {
            if (run != null) {
                run.done.completeExceptionally(new VoidRun(why));
            }
        }

        private void serve(Visitor next) {
            visitor = next;
            send(next.visit().first());
        }

        private void send(Buffer request) {
            received = null;
            socket.write(request).onFailure(run.done::completeExceptionally);
        }

        private void receive(Buffer part) {
            try {
                received = received == null ? part : received.appendBuffer(part);
                var bytes = received.getByteBuf().nioBuffer();
                var bodyAt = head.read(bytes, 0, received.length());
                if (bodyAt != AnswerHead.INCOMPLETE && received.length() >= bodyAt + head.length()) {
                    answered();
                }
            } catch (RuntimeException wrong) {
                run.done.completeExceptionally(wrong);
            }
        }

        private void answered() {
            if (head.status() != visitor.visit().expectedStatus()) {
                throw new VoidRun("status " + head.status() + " for " + visitor.kind() + ": " + text());
            }
            var next = visitor.visit().next(this::answer);
            if (next.isPresent()) {
                send(next.get());
            } else {
                run.left(visitor, this);
            }
        }

        private Answer answer() {
            return Answer.of(head.status(), text());
        }

        private String text() {
            return received.toString(StandardCharsets.UTF_8);
        }
    }
}
