package io.yizhan.platform.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.yizhan.platform.ProblemType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/**
 * Completes the API document during the build: who may call an operation, every problem it may answer with an example
 * each, and examples of its request and answer from {@code openapi-examples}.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ContractFilter implements OASFilter {
    private static final String BEARER = "bearer";
    private static final String PROBLEMS = "x-problems";
    private static final String ROLES = "x-roles";

    private final OperationRoles roles;

    public ContractFilter(IndexView index) {
        roles = OperationRoles.of(index);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description("An access token of this service; its scopes are the roles in x-roles"));
        ProblemContract.addTo(document.getComponents());
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(this::complete);
        UnusedSchemas.removeFrom(document);
    }

    private void complete(Operation operation) {
        var allowed = roles.of(operation.getOperationId());
        operation.addExtension(ROLES, new ArrayList<>(allowed));
        operation.setSecurity(
                allowed.isEmpty()
                        ? List.of()
                        : List.of(OASFactory.createSecurityRequirement().addScheme(BEARER)));
        if (isFrameworksOwn(operation.getRequestBody())) {
            operation.setRequestBody(null);
        }
        addProblems(operation, problems(operation, !allowed.isEmpty()));
        removeProblemMarks(operation);
        ContractExamples.addTo(operation);
    }

    /** A parameter the framework injects looks like a body to the scanner. */
    private static boolean isFrameworksOwn(@Nullable RequestBody body) {
        return body != null
                && body.getContent().getMediaTypes().values().stream()
                        .anyMatch(type -> type.getSchema() != null
                                && "#/components/schemas/HttpServerRequest"
                                        .equals(type.getSchema().getRef()));
    }

    /** The scanner copies the extensions of a method to the body and the responses that are declared beside them. */
    private static void removeProblemMarks(Operation operation) {
        operation.removeExtension(PROBLEMS);
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().removeExtension(PROBLEMS);
        }
        operation.getResponses().removeExtension(PROBLEMS);
        operation.getResponses().getAPIResponses().values().forEach(response -> response.removeExtension(PROBLEMS));
    }

    private static Set<ProblemType> problems(Operation operation, boolean isSecured) {
        var problems = new LinkedHashSet<ProblemType>();
        if (operation.getRequestBody() != null || operation.getParameters() != null) {
            problems.add(ProblemType.INVALID_REQUEST);
        }
        if (operation.getRequestBody() != null) {
            if (ContractExamples.isJson(operation.getRequestBody().getContent())) {
                problems.add(ProblemType.MALFORMED_JSON);
            }
            problems.add(ProblemType.PAYLOAD_TOO_LARGE);
            problems.add(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        if (isSecured) {
            problems.add(ProblemType.UNAUTHENTICATED);
            problems.add(ProblemType.FORBIDDEN);
        }
        problems.add(ProblemType.NOT_ACCEPTABLE);
        problems.add(ProblemType.INTERNAL_ERROR);
        problems.add(ProblemType.SERVICE_BUSY);
        problems.addAll(ProblemContract.parse(operation));
        return problems;
    }

    private static void addProblems(Operation operation, Set<ProblemType> problems) {
        var responses =
                new TreeMap<String, APIResponse>(operation.getResponses().getAPIResponses());
        for (var problem : problems) {
            var status = Integer.toString(problem.status());
            responses.merge(
                    status,
                    ProblemContract.response(problem),
                    (present, more) -> ProblemContract.merged(present, problem));
        }
        operation.getResponses().setAPIResponses(responses);
    }
}
