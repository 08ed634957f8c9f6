package io.yizhan.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgException;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.pg.PgProblems;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one table from exceptions to problems. Wrappers are peeled here, once; an unknown failure is logged here, once. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ProblemAnswer answer;
    private final PgProblems pgProblems;

    @Inject
    ProblemMappers(ProblemAnswer answer, PgProblems pgProblems) {
        this.answer = answer;
        this.pgProblems = pgProblems;
    }

    @ServerExceptionMapper
    Response problem(Problem problem, HttpServerRequest request) {
        return respond(problem, request);
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    Response unauthenticated(HttpServerRequest request) {
        return respond(unauthenticated(), request);
    }

    @ServerExceptionMapper(ForbiddenException.class)
    Response forbidden(HttpServerRequest request) {
        return respond(Problem.of(ProblemType.FORBIDDEN), request);
    }

    @ServerExceptionMapper
    Response constraint(ConstraintViolationException violated, HttpServerRequest request) {
        return respond(Problem.of(ProblemType.INVALID_REQUEST).faults(faults(violated)), request);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException broken, HttpServerRequest request) {
        return respond(malformed(broken), request);
    }

    @ServerExceptionMapper(priority = 4_000)
    Response mismatched(MismatchedInputException broken, HttpServerRequest request) {
        return respond(malformed(broken), request);
    }

    @ServerExceptionMapper
    Response database(PgException failure, HttpServerRequest request) {
        return respond(problemOf(failure, request), request);
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException failure, HttpServerRequest request) {
        if (failure.getCause() instanceof JsonProcessingException broken) {
            return respond(malformed(broken), request);
        }
        var answered = failure.getResponse();
        var problem = Problem.of(FrameworkProblems.of(answered.getStatus()));
        var allow = answered.getHeaderString("Allow");
        return respond(allow == null ? problem : problem.header("Allow", allow), request);
    }

    @ServerExceptionMapper
    Response anything(Throwable failure, HttpServerRequest request) {
        return respond(problemOf(failure, request), request);
    }

    private Problem problemOf(Throwable failure, HttpServerRequest request) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof PgException database) {
            return pgProblems.of(database).orElseGet(() -> unexpected(database, request));
        }
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return problemOf(failure.getCause(), request);
        }
        return pgProblems.ofConnection(failure).orElseGet(() -> unexpected(failure, request));
    }

    private static Problem unexpected(Throwable failure, HttpServerRequest request) {
        LOG.errorf(failure, "unexpected failure, requestId=%s", RequestId.of(request));
        return Problem.of(
                ProblemType.INTERNAL_ERROR, "请把 requestId 告诉我们。", "Please tell us the requestId of this answer.");
    }

    static Problem unauthenticated() {
        return Problem.of(ProblemType.UNAUTHENTICATED, "令牌缺失、失效或已过期。", "The token is missing, invalid or expired.")
                .header("WWW-Authenticate", "Bearer");
    }

    private Response respond(Problem problem, HttpServerRequest request) {
        var response = Response.status(problem.type().status())
                .type(ProblemAnswer.MEDIA_TYPE)
                .header("Content-Language", ProblemAnswer.Language.of(request).tag())
                .header("Cache-Control", "no-store")
                .entity(answer.body(problem, request));
        problem.headers().forEach(response::header);
        return response.build();
    }

    private static Problem malformed(JsonProcessingException broken) {
        if (broken instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return Problem.of(ProblemType.INVALID_REQUEST)
                    .fault(pointer(mapping), "type", "取值类型不符或字段未知", "wrong type of value, or an unknown member");
        }
        return Problem.of(ProblemType.MALFORMED_JSON);
    }

    private static String pointer(JsonMappingException mapping) {
        var pointer = new StringBuilder();
        for (var step : mapping.getPath()) {
            pointer.append('/').append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
        }
        return pointer.toString();
    }

    private static List<Problem.Fault> faults(ConstraintViolationException violated) {
        var faults = new ArrayList<Problem.Fault>();
        for (ConstraintViolation<?> violation : violated.getConstraintViolations()) {
            var rule = violation
                    .getConstraintDescriptor()
                    .getAnnotation()
                    .annotationType()
                    .getSimpleName();
            var pointer = queryParameter(violation).orElseGet(() -> pointer(violation.getPropertyPath()));
            faults.add(new Problem.Fault(pointer, rule, ValidationTexts.of(rule, violation)));
        }
        return faults;
    }

    /** A member of a bean of query parameters looks like a member of a body, but for its annotation. */
    private static Optional<String> queryParameter(ConstraintViolation<?> violation) {
        if (violation.getLeafBean() == null) {
            return Optional.empty();
        }
        String member = null;
        for (var node : violation.getPropertyPath()) {
            member = node.getName();
        }
        for (var field : violation.getLeafBean().getClass().getDeclaredFields()) {
            if (field.getName().equals(member) && field.isAnnotationPresent(QueryParam.class)) {
                return Optional.of(
                        "query:" + field.getAnnotation(QueryParam.class).value());
            }
        }
        return Optional.empty();
    }

    private static String pointer(Path path) {
        var pointer = new StringBuilder();
        for (var node : path) {
            if (node.getKind() == ElementKind.METHOD) {
                continue;
            }
            if (node.getKind() == ElementKind.PARAMETER) {
                pointer.append(node.getName());
                continue;
            }
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            }
            if (node.getName() != null) {
                pointer.append('/').append(node.getName());
            }
        }
        var whole = pointer.toString();
        var body = whole.indexOf('/');
        return body >= 0 ? whole.substring(body) : "query:" + whole;
    }
}
