package io.yizhan.platform.pg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Runs a command once for its key: the effect and its answer are committed together, and a repeat answers the same. Writes
 * {@code idempotency}, whose rows are kept seven days ({@link ForgetIdempotencyKeys}).
 */
@Singleton
public final class Once {
    private static final String FIND =
            "select fingerprint, body from idempotency where caller = $1 and operation = $2 and key = $3";

    private static final String KEEP = """
            insert into idempotency (caller, operation, key, fingerprint, status, resource, body, created_at)
            values ($1, $2, $3, $4, 200, $5, $6, $7)
            """;

    private final Pool pool;
    private final Clock clock;
    private final ObjectMapper json;

    Once(Pool pool, Clock clock, ObjectMapper json) {
        this.pool = pool;
        this.clock = clock;
        this.json = json;
    }

    /**
     * What is asked for.
     *
     * @param caller whose key it is: nobody fetches another's answer
     * @param operation such as {@code POST /v1/desk/claims}
     * @param resource what it is about
     * @param request what was asked, compared on a repeat
     */
    public record Command(String caller, String operation, IdempotencyKey key, UUID resource, Object request) {}

    /** @param isReplay whether an earlier call had the effect */
    public record Answer<T>(T value, boolean isReplay) {}

    /**
     * Runs the effect in a transaction of its own.
     *
     * @throws Problem {@code idempotency-key-reused} for another request, {@code request-in-progress} while its twin is running
     */
    public <T> Uni<Answer<T>> run(Command command, Class<T> type, Function<SqlConnection, Uni<T>> effect) {
        return pool.withTransaction(transaction -> find(transaction, command, type)
                .chain(found -> found.map(value -> Uni.createFrom().item(new Answer<>(value, true)))
                        .orElseGet(() -> effect.apply(transaction)
                                .call(value -> keep(transaction, command, value))
                                .map(value -> new Answer<>(value, false)))));
    }

    private <T> Uni<Optional<T>> find(SqlConnection transaction, Command command, Class<T> type) {
        return transaction
                .preparedQuery(FIND)
                .execute(Tuple.of(
                        command.caller(), command.operation(), command.key().value()))
                .map(rows -> found(rows, command).map(body -> read(body, type)));
    }

    private Optional<String> found(RowSet<Row> rows, Command command) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var row = rows.iterator().next();
        if (!MessageDigest.isEqual(row.getBuffer("fingerprint").getBytes(), fingerprint(command))) {
            throw Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, "新的操作请使用新的键。", "Use a new key for a new command.");
        }
        return Optional.of(row.getString("body"));
    }

    private <T> Uni<Void> keep(SqlConnection transaction, Command command, T value) {
        var values = Tuple.tuple()
                .addValue(command.caller())
                .addValue(command.operation())
                .addValue(command.key().value())
                .addValue(Buffer.buffer(fingerprint(command)))
                .addValue(command.resource())
                .addValue(written(value))
                .addValue(OffsetDateTime.now(clock));
        return transaction.preparedQuery(KEEP).execute(values).replaceWithVoid();
    }

    private byte[] fingerprint(Command command) {
        try {
            var text = command.resource() + written(command.request());
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private <T> T read(String body, Class<T> type) {
        try {
            return json.readValue(body, type);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a kept answer is damaged");
        }
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
