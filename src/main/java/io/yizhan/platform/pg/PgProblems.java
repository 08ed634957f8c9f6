package io.yizhan.platform.pg;

import io.vertx.pgclient.PgException;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeoutException;

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
        var state = failure.getSqlState() == null ? "" : failure.getSqlState();
        if (failure.getConstraint() != null && state.startsWith("23")) {
            return Optional.of(Problem.of(ofConstraint(failure.getConstraint()).orElse(ProblemType.DATA_CONFLICT)));
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

    /** Trouble on the way to PostgreSQL: no connection, pool exhausted, connection lost. */
    public Optional<Problem> ofConnection(Throwable failure) {
        var name = failure.getClass().getSimpleName();
        var isTrouble = failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof io.vertx.core.impl.NoStackTraceThrowable
                || name.equals("ConnectionPoolTooBusyException")
                || name.equals("ClosedConnectionException");
        return isTrouble ? Optional.of(busy()) : Optional.empty();
    }

    private static Problem busy() {
        return Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2));
    }
}
