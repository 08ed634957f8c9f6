package io.yizhan.platform.http;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.ProblemAnswer.Language;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Problems in the API document: one schema, one example each, and the responses that refer to them. */
final class ProblemContract {
    private static final String EXTENSION = "x-problems";
    private static final String SCHEMA = "Problem";
    private static final String FAULT_SCHEMA = "ProblemFault";
    private static final String EXAMPLE_PATH = "/v1/cases";
    private static final String EXAMPLE_REQUEST = "019aab52-7c14-7d3e-9a0b-5a1f0c9e4b77";

    private ProblemContract() {}

    static void addTo(Components components) {
        components.addSchema(SCHEMA, schema());
        components.addSchema(FAULT_SCHEMA, faultSchema());
        for (var type : ProblemType.values()) {
            components.addExample(
                    type.slug(),
                    OASFactory.createExample()
                            .summary(type.title().zh())
                            .value(ProblemAnswer.members(
                                    sample(type), Language.CHINESE, EXAMPLE_PATH, EXAMPLE_REQUEST)));
        }
    }

    /** What the operation itself says it may answer. */
    static List<ProblemType> parse(Operation operation) {
        var slugs = operation.getExtensions() == null
                ? null
                : operation.getExtensions().get(EXTENSION);
        return slugs == null
                ? List.of()
                : Arrays.stream(slugs.toString().split(",", -1))
                        .map(slug -> named(slug.strip(), operation))
                        .toList();
    }

    private static ProblemType named(String slug, Operation operation) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.slug().equals(slug))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "%s: no problem is called %s".formatted(operation.getOperationId(), slug)));
    }

    static APIResponse response(ProblemType type) {
        var response = OASFactory.createAPIResponse().description(type.title().en());
        return merged(response, type);
    }

    /** The response with one more problem among its examples. */
    static APIResponse merged(APIResponse response, ProblemType type) {
        var content = response.getContent() == null ? OASFactory.createContent() : response.getContent();
        var present = content.getMediaType(ProblemAnswer.MEDIA_TYPE);
        var problem = present == null ? problemMediaType() : present;
        problem.addExample(type.slug(), OASFactory.createExample().ref(type.slug()));
        response.setContent(content.addMediaType(ProblemAnswer.MEDIA_TYPE, problem));
        if (!response.getDescription().contains(type.title().en())) {
            response.setDescription(
                    response.getDescription() + " | " + type.title().en());
        }
        switch (type.status()) {
            case 401 -> response.addHeader("WWW-Authenticate", header("Bearer", SchemaType.STRING));
            case 429, 503 -> response.addHeader("Retry-After", header("Seconds to wait", SchemaType.INTEGER));
            default -> {}
        }
        return response;
    }

    private static MediaType problemMediaType() {
        return OASFactory.createMediaType().schema(OASFactory.createSchema().ref(SCHEMA));
    }

    private static Header header(String description, SchemaType type) {
        return OASFactory.createHeader().description(description).schema(schema(type));
    }

    private static Problem sample(ProblemType type) {
        return switch (type) {
            case INVALID_REQUEST ->
                Problem.of(type).fault("/materials/3/materialId", "type", "取值类型不符", "is not of the expected type");
            case UNAUTHENTICATED -> FailureProblems.unauthenticated();
            default -> Problem.of(type);
        };
    }

    private static Schema schema(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }

    private static Schema schema() {
        return schema(SchemaType.OBJECT)
                .description("Why a request was refused or failed (RFC 9457); titles and details by Accept-Language")
                .addProperty(
                        "type",
                        schema(SchemaType.STRING)
                                .format("uri-reference")
                                .description("Address of the problem's page; programs decide by this"))
                .addProperty("title", schema(SchemaType.STRING))
                .addProperty("status", schema(SchemaType.INTEGER))
                .addProperty("detail", schema(SchemaType.STRING).description("What happened here and what to do next"))
                .addProperty("instance", schema(SchemaType.STRING).format("uri-reference"))
                .addProperty("code", schema(SchemaType.STRING).description("Short enough to be read aloud"))
                .addProperty(
                        "requestId", schema(SchemaType.STRING).description("Names this exchange in the service's log"))
                .addProperty(
                        "errors",
                        schema(SchemaType.ARRAY).items(OASFactory.createSchema().ref(FAULT_SCHEMA)))
                .required(List.of("type", "title", "status", "instance", "code", "requestId"));
    }

    private static Schema faultSchema() {
        return schema(SchemaType.OBJECT)
                .description("One thing to mend")
                .addProperty(
                        "pointer",
                        schema(SchemaType.STRING)
                                .description(
                                        "JSON pointer into the body, or header:Name, query:name, path:name, form:name, file:line:column"))
                .addProperty("code", schema(SchemaType.STRING).description("Stable word for programs"))
                .addProperty("detail", schema(SchemaType.STRING))
                .required(List.of("pointer", "code", "detail"));
    }
}
