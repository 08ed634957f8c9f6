package io.yizhan.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the stack can do at best: for each kind of read the least code that does the same store work and sends as many
 * bytes. It reads the same requests as the service and believes everything: no token, no validation, no JSON, no
 * metrics. What to ask the store for it is told in a header, {@link #KEY}.
 *
 * <p>A main of its own, so that it runs under the very JVM flags and pinning of the service.
 */
final class BareServer extends AbstractVerticle {
    static final String KEY = "Bench-Key";
    static final String READY = "listening on ";

    /** What a handler does before it answers. */
    enum Kind {
        STATIC,
        NOT_MODIFIED,
        NEAR_CACHE,
        REDIS,
        POSTGRES_PROGRESS,
        POSTGRES_MATCH
    }

    /** Of one kind of material, as many as the service looks at. */
    private static final int EDITIONS = 20;

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");

    private final Settings settings;

    private BareServer(Settings settings) {
        this.settings = settings;
    }

    /**
     * Its arguments, in this order.
     *
     * @param answer a file with the bytes that every 200 carries
     * @param known a file whose lines are a key, for {@code NOT_MODIFIED} a path, and after a space its entity tag
     * @param store the store's address
     * @param statement a file with the SQL for {@code POSTGRES_…}; for {@code REDIS} the command
     */
    record Settings(Kind kind, int port, Path answer, Path known, String store, String statement) {
        static Settings of(String... arguments) {
            return new Settings(
                    Kind.valueOf(arguments[0]),
                    Integer.parseInt(arguments[1]),
                    Path.of(arguments[2]),
                    Path.of(arguments[3]),
                    arguments[4],
                    arguments[5]);
        }

        Map<String, String> knownTags() throws IOException {
            var tags = new HashMap<String, String>();
            for (var line : Files.readAllLines(known)) {
                var space = line.indexOf(' ');
                tags.put(line.substring(0, space), line.substring(space + 1));
            }
            return tags;
        }
    }

    public static void main(String[] arguments) {
        var settings = Settings.of(arguments);
        var cores = Runtime.getRuntime().availableProcessors();
        var vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(cores));
        if (!vertx.isNativeTransportEnabled()) {
            throw new IllegalStateException("no native transport", vertx.unavailableNativeTransportCause());
        }
        Supplier<AbstractVerticle> perLoop = () -> new BareServer(settings);
        vertx.deployVerticle(perLoop::get, new DeploymentOptions().setInstances(cores))
                .onSuccess(deployed -> System.out.println(READY + settings.port()))
                .onFailure(BareServer::giveUp);
    }

    private static void giveUp(Throwable failure) {
        failure.printStackTrace();
        System.exit(1);
    }

    @Override
    public void start(Promise<Void> started) throws IOException {
        handler()
                .compose(handler ->
                        vertx.createHttpServer().requestHandler(handler).listen(settings.port(), "127.0.0.1"))
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private Future<Handler<HttpServerRequest>> handler() throws IOException {
        var answer = Buffer.buffer(Files.readAllBytes(settings.answer()));
        return switch (settings.kind()) {
            case STATIC -> Future.succeededFuture(request -> send(request.response(), answer));
            case NOT_MODIFIED -> notModified(answer);
            case NEAR_CACHE -> nearCache(answer);
            case REDIS -> redis(answer);
            case POSTGRES_PROGRESS -> postgres(answer, key -> Tuple.of(Long.parseLong(key)));
            case POSTGRES_MATCH -> postgres(answer, key -> Tuple.of(UUID.fromString(key), EDITIONS, new UUID[0]));
        };
    }

    private Future<Handler<HttpServerRequest>> notModified(Buffer answer) throws IOException {
        var tags = settings.knownTags();
        return Future.succeededFuture(request -> {
            var tag = tags.get(request.path());
            if (tag != null && tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
                request.response()
                        .setStatusCode(304)
                        .putHeader(HttpHeaders.ETAG, tag)
                        .end();
            } else {
                send(request.response(), answer);
            }
        });
    }

    private Future<Handler<HttpServerRequest>> nearCache(Buffer answer) throws IOException {
        var cache = Caffeine.newBuilder().maximumSize(1_000_000).<String, Buffer>build();
        settings.knownTags().keySet().forEach(key -> cache.put(key, answer.copy()));
        return Future.succeededFuture(request -> request.bodyHandler(body -> {
            var found = cache.getIfPresent(request.getHeader(KEY));
            send(request.response(), found);
        }));
    }

    private Future<Handler<HttpServerRequest>> redis(Buffer answer) {
        var command = Command.create(settings.statement());
        return Redis.createClient(vertx, settings.store())
                .connect()
                .map(connection -> request -> request.bodyHandler(body -> connection
                        .send(Request.cmd(command).arg(request.getHeader(KEY)))
                        .onSuccess(found -> sendIf(found != null, request.response(), answer))
                        .onFailure(failure -> fail(request))));
    }

    private Future<Handler<HttpServerRequest>> postgres(Buffer answer, Function<String, Tuple> values)
            throws IOException {
        var options = PgConnectOptions.fromUri(settings.store())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlFilter(sql -> true);
        var sql = Files.readString(Path.of(settings.statement()));
        return PgConnection.connect(vertx, options)
                .map(connection -> request -> connection
                        .preparedQuery(sql)
                        .execute(values.apply(request.getHeader(KEY)))
                        .onSuccess(rows -> sendIf(found(rows.size()), request.response(), answer))
                        .onFailure(failure -> fail(request)));
    }

    /** Of a case there is one row; of a subject as many as it holds materials. */
    private boolean found(int rows) {
        return settings.kind() == Kind.POSTGRES_MATCH || rows == 1;
    }

    private static void sendIf(boolean isFound, HttpServerResponse response, Buffer answer) {
        if (isFound) {
            send(response, answer);
        } else {
            response.setStatusCode(404).end();
        }
    }

    private static void send(HttpServerResponse response, Buffer answer) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(answer);
    }

    private static void fail(HttpServerRequest request) {
        request.response().setStatusCode(500).end();
    }
}
