package io.yizhan.platform.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Gives the framework's own refusals the shape of every other problem. */
@Singleton
final class FrameworkProblems {
    private final ProblemAnswer answer;

    FrameworkProblems(ProblemAnswer answer) {
        this.answer = answer;
    }

    static ProblemType of(int status) {
        return switch (status) {
            case 401 -> ProblemType.UNAUTHENTICATED;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.PAYLOAD_TOO_LARGE;
            case 414 -> ProblemType.URI_TOO_LONG;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ProblemType.TOO_MANY_REQUESTS;
            case 431 -> ProblemType.HEADERS_TOO_LARGE;
            case 503 -> ProblemType.SERVICE_BUSY;
            default -> status < 500 ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL_ERROR;
        };
    }

    void observe(@Observes Router router) {
        for (int status : new int[] {400, 401, 403, 404, 405, 406, 413, 414, 415, 431, 500, 503}) {
            router.errorHandler(status, this::answer);
        }
    }

    private void answer(RoutingContext context) {
        var failure = context.failure();
        if (failure instanceof Problem problem) {
            answer.send(problem, context);
        } else if (context.statusCode() == 401) {
            answer.send(ProblemMappers.unauthenticated(), context);
        } else {
            answer.send(Problem.of(of(context.statusCode())), context);
        }
    }
}
