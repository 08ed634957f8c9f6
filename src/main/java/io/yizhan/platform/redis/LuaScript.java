package io.yizhan.platform.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script of {@code resources/lua}: the only place that knows EVALSHA and sends the text when Redis has forgotten it.
 * Repeating a script must change nothing, because it may be sent twice.
 */
public final class LuaScript {
    private final PipelinedRedis redis;
    private final String text;
    private final String sha;

    /** @param file below {@code lua/}, such as {@code material/replace_if_newer.lua} */
    public LuaScript(PipelinedRedis redis, String file) {
        this.redis = redis;
        this.text = read(file);
        this.sha = sha1(text);
    }

    /**
     * @param keys all in one slot
     * @param arguments strings and byte arrays
     */
    public Uni<@Nullable Response> execute(List<String> keys, List<?> arguments) {
        return redis.send(request(Command.EVALSHA, sha, keys, arguments))
                .onFailure(LuaScript::isForgotten)
                .recoverWithUni(() -> redis.send(request(Command.EVAL, text, keys, arguments)));
    }

    private static Request request(Command command, String script, List<String> keys, List<?> arguments) {
        var request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(argument -> add(request, argument));
        return request;
    }

    private static void add(Request request, Object argument) {
        if (argument instanceof byte[] bytes) {
            request.arg(bytes);
        } else {
            request.arg(argument.toString());
        }
    }

    private static boolean isForgotten(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
    }

    private static String read(String file) {
        try (var stream = LuaScript.class.getResourceAsStream("/lua/" + file)) {
            if (stream == null) {
                throw new IllegalArgumentException("no script lua/" + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
