package io.yizhan.platform.http;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.TimeoutException;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.pg.PgProblems;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What any failure is to a client. Wrappers are peeled here, once; an unknown failure is logged here, once. */
@Singleton
final class FailureProblems {
    private static final Logger LOG = Logger.getLogger(FailureProblems.class);
    private static final Duration WAIT = Duration.ofSeconds(2);
    /** Drivers and completion stages wrap two or three deep; a cycle ends here. */
    private static final int MAX_WRAPPERS = 10;

    private final PgProblems pgProblems;

    FailureProblems(PgProblems pgProblems) {
        this.pgProblems = pgProblems;
    }

    Problem of(Throwable failure, String requestId) {
        var cause = failure;
        for (int depth = 0; cause != null && depth < MAX_WRAPPERS; depth++) {
            var known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
            cause = cause.getCause();
        }
        LOG.errorf(failure, "unexpected failure, requestId=%s", requestId);
        return Problem.of(
                ProblemType.INTERNAL_ERROR, "请把 requestId 告诉我们。", "Please tell us the requestId of this answer.");
    }

    private Optional<Problem> known(Throwable failure) {
        if (failure instanceof Problem problem) {
            return Optional.of(problem);
        }
        if (failure instanceof AuthenticationFailedException || failure instanceof UnauthorizedException) {
            return Optional.of(unauthenticated());
        }
        if (failure instanceof ForbiddenException) {
            return Optional.of(Problem.of(ProblemType.FORBIDDEN));
        }
        if (failure instanceof TimeoutException) {
            return Optional.of(Problem.of(ProblemType.SERVICE_BUSY).retryAfter(WAIT));
        }
        return pgProblems.of(failure);
    }

    static Problem unauthenticated() {
        return Problem.of(ProblemType.UNAUTHENTICATED, "令牌缺失、失效或已过期。", "The token is missing, invalid or expired.")
                .header("WWW-Authenticate", "Bearer");
    }
}
