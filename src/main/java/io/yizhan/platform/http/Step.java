package io.yizhan.platform.http;

import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Doorstep} of one connection: between the decoder of requests and the framework, on the connection's event loop. It takes
 * a request only while the framework owes no answer, so that answers leave in the order of the questions; while a question of its own
 * waits for a store, what comes behind it waits too.
 */
final class Step extends ChannelDuplexHandler {
    private static final AttributeKey<Step> STEP = AttributeKey.valueOf(Step.class, "step");
    private static final String KEEP_ALIVE = "keep-alive";

    private static final String OF_EVERY_ANSWER =
            RequestId.CONTENT_TYPE_OPTIONS + ": " + RequestId.NOSNIFF + "\r\n" + RequestId.NAME + ": ";
    private static final byte[] OK = ascii(
            "HTTP/1.1 200 OK\r\n" + HttpHeaders.CONTENT_TYPE + ": " + FrontDoorRequest.JSON + "\r\n" + OF_EVERY_ANSWER);
    private static final byte[] NOT_MODIFIED = ascii("HTTP/1.1 304 Not Modified\r\n" + OF_EVERY_ANSWER);
    private static final byte[] CONTENT_LENGTH = ascii("\r\n" + HttpHeaders.CONTENT_LENGTH + ": ");
    private static final byte[] END_OF_HEAD = ascii("\r\n\r\n");

    /** Room for the head of an answer, as a rule. */
    private static final int HEAD = 384;

    private final Doorstep doorstep;
    private final ExpressLane lanes;
    private final ConnectionBase connection;
    private final ChannelHandlerContext encoder;
    private final Queue<Object> behind = new ArrayDeque<>(0);

    private @Nullable String peerAddress;
    private @Nullable Question question;

    /** Of the request that was shown to the lanes and is with the framework now. */
    private @Nullable MultiMap inVain;

    /** Answers of the framework that have not left. The step is put down by the first request, which is the framework's. */
    private int owed = 1;

    private boolean isReading = true;
    private boolean isGoingOn;

    private Step(Doorstep doorstep, ExpressLane lanes, ConnectionBase connection, ChannelHandlerContext encoder) {
        this.doorstep = doorstep;
        this.lanes = lanes;
        this.connection = connection;
        this.encoder = encoder;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Between decoder and framework there must be nothing that changes answers or holds them back. */
    static void put(Doorstep doorstep, ExpressLane lanes, ConnectionBase connection) {
        var pipeline = connection.channel().pipeline();
        var encoder = pipeline.context("httpEncoder");
        if (encoder != null && pipeline.get("deflater") == null && pipeline.get("chunkedWriter") == null) {
            var step = new Step(doorstep, lanes, connection, encoder);
            connection.channel().attr(STEP).set(step);
            pipeline.addBefore("handler", "step", step);
        }
    }

    /** Whether the request with these headers was shown to the lanes here. */
    static boolean hasAsked(Channel channel, MultiMap headers) {
        var step = channel.attr(STEP).get();
        return step != null && step.inVain == headers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        isReading = true;
        if (behind.isEmpty() && !mustWait(context)) {
            receive(context, message);
        } else {
            behind.add(message);
            context.channel().config().setAutoRead(false);
        }
    }

    /** Behind a question that waits for a store, and until the client has taken the answers it has asked for here. */
    private boolean mustWait(ChannelHandlerContext context) {
        return question != null && question.isWhole
                || owed == 0 && !context.channel().isWritable();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        isReading = false;
        context.fireChannelReadComplete();
    }

    private void receive(ChannelHandlerContext context, Object message) {
        if (message instanceof DefaultHttpRequest request) {
            if (owed == 0 && isPlain(request)) {
                question = ask(context, request);
            }
            if (question == null) {
                owed++;
                context.fireChannelRead(request);
            }
        } else if (question != null && message instanceof HttpContent content) {
            question.receive(content);
        } else {
            context.fireChannelRead(message);
        }
    }

    private boolean isPlain(DefaultHttpRequest request) {
        var headers = request.headers();
        return request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && isKeptAlive(headers.get(HttpHeaders.CONNECTION))
                && !headers.contains(Preference.HEADER)
                && doorstep.admits(request.uri(), (MultiMap) headers);
    }

    private static boolean isKeptAlive(@Nullable String connection) {
        return connection == null || connection.equalsIgnoreCase(KEEP_ALIVE);
    }

    private @Nullable Question ask(ChannelHandlerContext context, DefaultHttpRequest request) {
        var asked = new Question(context, request);
        var reader = lanes.reader(asked);
        if (reader == null) {
            inVain = asked.headers();
            return null;
        }
        asked.reader = reader;
        return asked;
    }

    /** Answers end with their last content; those to {@code Expect} and the like come before an answer. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (message instanceof LastHttpContent
                && !(message instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL)) {
            owed--;
            inVain = null;
        }
        var unused = context.write(message, written);
    }

    /** Takes up what has come behind. The framework has one request at most then, and has not stopped the reading by itself. */
    private void goOn(ChannelHandlerContext context) {
        if (!isGoingOn && !behind.isEmpty()) {
            isGoingOn = true;
            context.channel().config().setAutoRead(true);
            while (!behind.isEmpty() && !mustWait(context)) {
                receive(context, behind.remove());
            }
            if (!behind.isEmpty()) {
                context.channel().config().setAutoRead(false);
            }
            isGoingOn = false;
        }
        if (!isReading) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!behind.isEmpty() && !mustWait(context)) {
            goOn(context);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (question != null) {
            question.gone.run();
            question = null;
        }
        behind.forEach(ReferenceCountUtil::release);
        behind.clear();
        context.fireChannelInactive();
    }

    /** The one request of the connection that the lanes have taken. */
    private final class Question extends LaneRequest {
        private final ChannelHandlerContext context;
        private final DefaultHttpRequest request;
        private final long began = System.nanoTime();
        private ExpressLane.Reader reader = (unread, road) -> road.run();
        private Buffer body = ExpressLane.NOTHING;
        private Runnable gone = () -> {};
        private boolean isWhole;

        private Question(ChannelHandlerContext context, DefaultHttpRequest request) {
            this.context = context;
            this.request = request;
        }

        @Override
        public boolean is(HttpMethod method) {
            return request.method().equals(method.toNetty());
        }

        @Override
        public String uri() {
            return request.uri();
        }

        @Override
        public MultiMap headers() {
            return (MultiMap) request.headers();
        }

        @Override
        String peerAddress() {
            if (peerAddress == null) {
                peerAddress = connection.remoteAddress().hostAddress();
            }
            return peerAddress;
        }

        @Override
        public void onHangUp(Runnable gone) {
            this.gone = gone;
        }

        private void receive(HttpContent content) {
            if (content.content().isReadable()) {
                var bytes = ByteBufUtil.getBytes(content.content());
                body = body == ExpressLane.NOTHING ? Buffer.buffer(bytes) : body.appendBytes(bytes);
            }
            content.release();
            if (content instanceof LastHttpContent) {
                isWhole = true;
                read();
            }
        }

        private void read() {
            var stream = connection.getContext().duplicate();
            var before = stream.beginDispatch();
            try {
                ExpressLane.read(reader, body, this::leave);
            } finally {
                stream.endDispatch(before);
            }
        }

        /** To the framework, as it came. */
        private void leave() {
            if (question == this) {
                question = null;
                inVain = headers();
                owed++;
                context.fireChannelRead(request);
                context.fireChannelRead(
                        body == ExpressLane.NOTHING
                                ? LastHttpContent.EMPTY_LAST_CONTENT
                                : new DefaultLastHttpContent(body.getByteBuf()));
                goOn(context);
            }
        }

        @Override
        void send(int status, Timer timer, Buffer answer, CharSequence... headers) {
            if (question != this) {
                return;
            }
            question = null;
            var bytes = encoder.alloc().directBuffer(HEAD + answer.length());
            writeHead(bytes, status, answer.length(), headers);
            bytes.writeBytes(answer.getByteBuf(), 0, answer.length());
            connection.reportBytesRead(body.length());
            connection.reportBytesWritten(answer.length());
            var unused = encoder.writeAndFlush(bytes, encoder.voidPromise());
            timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            goOn(context);
        }

        private void writeHead(ByteBuf bytes, int status, int length, CharSequence... headers) {
            bytes.writeBytes(status == 304 ? NOT_MODIFIED : OK);
            ByteBufUtil.writeAscii(bytes, RequestId.givenOrNew(headers()));
            for (int i = 0; i < headers.length; i += 2) {
                bytes.writeShort('\r' << Byte.SIZE | '\n');
                ByteBufUtil.writeAscii(bytes, headers[i]);
                bytes.writeShort(':' << Byte.SIZE | ' ');
                ByteBufUtil.writeAscii(bytes, headers[i + 1]);
            }
            if (status != 304) {
                bytes.writeBytes(CONTENT_LENGTH);
                ByteBufUtil.writeAscii(bytes, Integer.toString(length));
            }
            bytes.writeBytes(END_OF_HEAD);
        }
    }
}
