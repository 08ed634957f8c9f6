package io.yizhan.platform.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers made in one turn of the event loop leave one after the other when everything that had come in has been read. Sent
 * one by one between the readings, each of them would wake whoever waits for it on another core, which costs more than to
 * make the answer. With one request at a time nothing waits: the turn ends with it.
 */
final class SentTogether extends ChannelOutboundHandlerAdapter {
    private static final AttributeKey<Boolean> KNOWN = AttributeKey.valueOf(SentTogether.class, "known");
    private static final FastThreadLocal<Turn> TURN = new FastThreadLocal<>() {
        @Override
        protected Turn initialValue() {
            return new Turn();
        }
    };

    private boolean isWaiting;

    SentTogether() {}

    /** @return whether this is the first request of a connection, from which on its answers are sent together */
    static boolean observe(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection) {
            var channel = connection.channel();
            if (!channel.hasAttr(KNOWN) && channel.eventLoop().inEventLoop()) {
                channel.attr(KNOWN).set(true);
                channel.pipeline().addFirst(new SentTogether());
                return true;
            }
        }
        return false;
    }

    /** What waits for the end of a turn of one event loop. */
    private static final class Turn implements Runnable {
        private List<ChannelHandlerContext> waiting = new ArrayList<>();
        private List<ChannelHandlerContext> leaving = new ArrayList<>();

        private void add(ChannelHandlerContext connection) {
            waiting.add(connection);
            if (waiting.size() == 1) {
                connection.executor().execute(this);
            }
        }

        @Override
        public void run() {
            var now = waiting;
            waiting = leaving;
            leaving = now;
            for (var connection : now) {
                ((SentTogether) connection.handler()).send(connection);
            }
            now.clear();
        }
    }

    private void send(ChannelHandlerContext connection) {
        if (isWaiting) {
            isWaiting = false;
            connection.flush();
        }
    }

    @Override
    public void flush(ChannelHandlerContext connection) {
        if (!isWaiting) {
            isWaiting = true;
            TURN.get().add(connection);
        }
    }

    @Override
    public void close(ChannelHandlerContext connection, ChannelPromise closed) throws Exception {
        send(connection);
        super.close(connection, closed);
    }

    @Override
    public void disconnect(ChannelHandlerContext connection, ChannelPromise closed) throws Exception {
        send(connection);
        super.disconnect(connection, closed);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext connection) {
        send(connection);
    }
}
