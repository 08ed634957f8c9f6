package io.yizhan.platform.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Gives the framework's own refusals the shape of every other problem. */
@Singleton
final class FrameworkProblems {
    private static final int[] STATUSES = {
        400, 401, 403, 404, 405, 406, 408, 411, 413, 414, 415, 417, 429, 431, 500, 503
    };

    private final ProblemAnswer answer;
    private final FailureProblems failures;

    FrameworkProblems(ProblemAnswer answer, FailureProblems failures) {
        this.answer = answer;
        this.failures = failures;
    }

    /** The problem that a bare status stands for. */
    static Problem of(int status) {
        return switch (status) {
            case 401 -> FailureProblems.unauthenticated();
            case 503 -> Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2));
            default -> Problem.of(type(status));
        };
    }

    private static ProblemType type(int status) {
        return switch (status) {
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.PAYLOAD_TOO_LARGE;
            case 414 -> ProblemType.URI_TOO_LONG;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ProblemType.TOO_MANY_REQUESTS;
            case 431 -> ProblemType.HEADERS_TOO_LARGE;
            default -> status < 500 ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL_ERROR;
        };
    }

    void observe(@Observes Router router) {
        router.route().failureHandler(this::answer);
        for (int status : STATUSES) {
            router.errorHandler(status, this::answer);
        }
    }

    private void answer(RoutingContext context) {
        var failure = context.failure();
        answer.send(
                failure != null && context.statusCode() >= 500
                        ? failures.of(failure, RequestId.of(context.request()))
                        : of(context.statusCode()),
                context);
    }
}
