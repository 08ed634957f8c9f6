package io.yizhan.platform.http;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one table from exceptions of REST methods to problems. */
final class ProblemMappers {
    /** Before the framework's own mappers of the same exceptions, whose answers name classes and fields. */
    private static final int FIRST = 4_000;

    private final ProblemAnswer answer;
    private final FailureProblems failures;
    private final AllowedMethods allowedMethods;

    @Inject
    ProblemMappers(ProblemAnswer answer, FailureProblems failures, AllowedMethods allowedMethods) {
        this.answer = answer;
        this.failures = failures;
        this.allowedMethods = allowedMethods;
    }

    @ServerExceptionMapper
    Response problem(Problem problem, HttpServerRequest request) {
        return respond(problem, request);
    }

    @ServerExceptionMapper(
            value = {AuthenticationFailedException.class, UnauthorizedException.class},
            priority = FIRST)
    Response unauthenticated(HttpServerRequest request) {
        return respond(FailureProblems.unauthenticated(), request);
    }

    @ServerExceptionMapper(value = ForbiddenException.class, priority = FIRST)
    Response forbidden(HttpServerRequest request) {
        return respond(Problem.of(ProblemType.FORBIDDEN), request);
    }

    @ServerExceptionMapper
    Response constraint(ConstraintViolationException violated, HttpServerRequest request) {
        return Violations.isOurs(violated)
                ? anything(violated, request)
                : respond(Problem.of(ProblemType.INVALID_REQUEST).faults(Violations.faults(violated)), request);
    }

    /** A rule that cannot be checked at all; the framework's own mapper would show its stack trace. */
    @ServerExceptionMapper(priority = FIRST)
    Response validation(ValidationException failure, HttpServerRequest request) {
        return anything(failure, request);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response json(JsonProcessingException broken, HttpServerRequest request) {
        var isOurs = broken instanceof JsonGenerationException || broken instanceof InvalidDefinitionException;
        return isOurs ? anything(broken, request) : respond(UnreadableBody.problem(broken), request);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response mismatched(MismatchedInputException broken, HttpServerRequest request) {
        return respond(UnreadableBody.problem(broken), request);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response framework(
            WebApplicationException failure,
            HttpServerRequest request,
            ResourceInfo resource,
            UriInfo uri,
            HttpHeaders headers) {
        var answered = failure.getResponse();
        if (answered.getStatus() < 400) {
            return answered;
        }
        if (failure.getCause() instanceof JsonProcessingException broken) {
            return respond(UnreadableBody.problem(broken), request);
        }
        if (answered.getStatus() >= 500) {
            return anything(failure.getCause() == null ? failure : failure.getCause(), request);
        }
        if (failure.getCause() != null && resource.getResourceMethod() != null) {
            var faults = new UnreadableParameters(uri, headers).of(resource.getResourceMethod());
            return respond(Problem.of(ProblemType.INVALID_REQUEST).faults(faults), request);
        }
        var refused = FrameworkProblems.of(answered.getStatus());
        return respond(answered.getStatus() == 405 ? allowing(refused, request) : refused, request);
    }

    private Problem allowing(Problem refused, HttpServerRequest request) {
        return allowedMethods
                .of(request.path())
                .map(methods -> refused.header("Allow", methods))
                .orElse(refused);
    }

    @ServerExceptionMapper
    Response anything(Throwable failure, HttpServerRequest request) {
        return respond(failures.of(failure, RequestId.of(request)), request);
    }

    private Response respond(Problem problem, HttpServerRequest request) {
        var response = Response.status(problem.type().status())
                .type(ProblemAnswer.MEDIA_TYPE)
                .header(
                        "Content-Language",
                        ProblemAnswer.Language.of(request.headers()).tag())
                .header("Cache-Control", "no-store")
                .entity(answer.body(problem, request));
        problem.headers().forEach(response::header);
        return response.build();
    }
}
