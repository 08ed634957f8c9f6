package io.yizhan.platform.pg;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.DatabaseException;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import jakarta.persistence.OptimisticLockException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import org.hibernate.StaleStateException;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of PostgreSQL means to a client. Constraints are mapped by name in {@code
 * constraint-problems.properties}; a test walks every constraint of the schema.
 */
@Singleton
public final class PgProblems {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String QUERY_CANCELED = "57014";

    private final Map<String, ProblemType> byConstraint = read();

    private static Map<String, ProblemType> read() {
        var bySlug = new HashMap<String, ProblemType>();
        for (var type : ProblemType.values()) {
            bySlug.put(type.slug(), type);
        }
        var lines = new Properties();
        try (InputStream file = PgProblems.class.getResourceAsStream("/constraint-problems.properties")) {
            lines.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        var byConstraint = new HashMap<String, ProblemType>();
        for (var constraint : lines.stringPropertyNames()) {
            var type = bySlug.get(lines.getProperty(constraint));
            if (type == null) {
                throw new IllegalStateException("constraint-problems.properties: no problem for " + constraint);
            }
            byConstraint.put(constraint, type);
        }
        return Map.copyOf(byConstraint);
    }

    /** The problem a constraint stands for, if it is mapped. */
    public Optional<ProblemType> ofConstraint(String name) {
        return Optional.ofNullable(byConstraint.get(name));
    }

    /** Empty when it is our own mistake. */
    public Optional<Problem> of(PgException failure) {
        return of(failure.getSqlState(), failure.getConstraint());
    }

    private Optional<Problem> of(@Nullable String sqlState, @Nullable String constraint) {
        var state = sqlState == null ? "" : sqlState;
        if (constraint != null && state.startsWith("23")) {
            return Optional.of(Problem.of(ofConstraint(constraint).orElse(ProblemType.DATA_CONFLICT)));
        }
        if (state.equals(LOCK_NOT_AVAILABLE)) {
            return Optional.of(Problem.of(ProblemType.REQUEST_IN_PROGRESS).retryAfter(Duration.ofSeconds(1)));
        }
        if (state.startsWith("22")) {
            return Optional.of(Problem.of(ProblemType.INVALID_REQUEST));
        }
        if (state.equals(QUERY_CANCELED)
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("40")) {
            return Optional.of(busy());
        }
        return Optional.empty();
    }

    /**
     * Any failure of a store, without its wrappers: PostgreSQL's own, Hibernate's, or trouble on the way there (no
     * connection, pool exhausted, connection lost). Empty when it is none of these.
     */
    public Optional<Problem> of(Throwable failure) {
        if (failure instanceof PgException database) {
            return of(database);
        }
        if (failure instanceof ConstraintViolationException violated) {
            return of(violated.getSQLState(), violated.getConstraintName());
        }
        if (failure instanceof SQLException database) {
            return of(database.getSQLState(), null);
        }
        if (failure instanceof OptimisticLockException || failure instanceof StaleStateException) {
            return Optional.of(Problem.of(ProblemType.VERSION_CHANGED));
        }
        return isConnectionTrouble(failure) ? Optional.of(busy()) : Optional.empty();
    }

    private static boolean isConnectionTrouble(Throwable failure) {
        return failure instanceof SocketException
                || failure instanceof TimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof NoStackTraceThrowable
                || failure instanceof VertxException && !(failure instanceof DatabaseException);
    }

    private static Problem busy() {
        return Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2));
    }
}
