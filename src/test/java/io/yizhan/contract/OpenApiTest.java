package io.yizhan.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.quarkus.test.junit.QuarkusTest;
import io.yizhan.platform.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API document is complete, true to its own schemas, and the one that was reviewed. */
@QuarkusTest
class OpenApiTest {
    private static final Path REVIEWED = Path.of("openapi", "yizhan.yaml");
    private static final String REFRESH = "./mvnw test -Dtest=OpenApiTest -Dopenapi.update";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML =
            new YAMLMapper().enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).disable(YAMLGenerator.Feature.SPLIT_LINES);

    private JsonNode document;

    private record Operation(String name, JsonNode node) {
        @Override
        public String toString() {
            return name;
        }

        Stream<Map.Entry<String, JsonNode>> answers(String firstDigits) {
            return node.at("/responses").properties().stream()
                    .filter(answer -> answer.getKey().matches("[" + firstDigits + "]\\d\\d"));
        }
    }

    @BeforeEach
    void read() throws JsonProcessingException {
        document = JSON.readTree(
                given().queryParam("format", "json").get("/q/openapi").asString());
    }

    @Test
    void isTheReviewedOne() throws IOException {
        var generated = YAML.writeValueAsString(ordered(document));
        if (System.getProperty("openapi.update") != null) {
            Files.createDirectories(REVIEWED.getParent());
            Files.writeString(REVIEWED, generated);
        }
        assertThat(Files.exists(REVIEWED) ? Files.readString(REVIEWED) : "")
                .as(
                        "The API differs from openapi/yizhan.yaml. Refresh it with  %s  and review the difference.",
                        REFRESH)
                .isEqualTo(generated);
    }

    /** The scanner's order of members varies from build to build; that of an example is the service's own. */
    private static JsonNode ordered(JsonNode node) {
        if (node.isArray()) {
            var items = JSON.createArrayNode();
            node.forEach(item -> items.add(ordered(item)));
            return items;
        }
        if (!node.isObject()) {
            return node;
        }
        var members = JSON.createObjectNode();
        node.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(member -> members.set(member.getKey(), ordered(member.getKey(), member.getValue())));
        return members;
    }

    private static JsonNode ordered(String name, JsonNode value) {
        if (name.equals("example") || name.equals("value")) {
            return value;
        }
        if (!name.equals("required") || !value.isArray()) {
            return ordered(value);
        }
        var names = JSON.createArrayNode();
        value.valueStream().map(JsonNode::asText).sorted().forEach(names::add);
        return names;
    }

    @Test
    void namesAndGroupsEveryOperation() {
        assertThat(operations()).isNotEmpty().allSatisfy(operation -> {
            assertThat(operation.node().at("/operationId").asText())
                    .as(operation.name())
                    .matches("[a-z][A-Za-z]+");
            assertThat(operation.node().at("/summary").asText())
                    .as(operation.name())
                    .isNotBlank();
            assertThat(operation.node().at("/tags")).as(operation.name()).hasSize(1);
        });
        assertThat(operations())
                .extracting(operation -> operation.node().at("/operationId").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void saysWhoMayCall() {
        assertThat(operations()).allSatisfy(operation -> {
            var needsToken = !operation.node().at("/x-roles").isEmpty();
            assertThat(operation.node().has("x-roles")).as(operation.name()).isTrue();
            assertThat(operation.node().at("/security").isEmpty())
                    .as(operation.name())
                    .isNotEqualTo(needsToken);
            assertThat(!needsToken || operation.node().at("/responses").has("401"))
                    .as(operation.name())
                    .isTrue();
        });
    }

    @Test
    void showsEveryRequest() {
        assertThat(withBody())
                .isNotEmpty()
                .allSatisfy(operation -> operation.node().at("/requestBody/content").properties().stream()
                        .filter(type -> !type.getKey().endsWith("zip"))
                        .forEach(type -> assertThat(type.getValue().has("example"))
                                .as(
                                        "%s: src/main/resources/openapi-examples/%s.request.json",
                                        operation.name(),
                                        operation.node().at("/operationId").asText())
                                .isTrue()));
    }

    @Test
    void showsEveryAnswer() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(operation.answers("2")).as(operation.name()).isNotEmpty();
            operation
                    .answers("2")
                    .flatMap(answer -> answer.getValue().at("/content").properties().stream())
                    .filter(type -> type.getKey().endsWith("json"))
                    .forEach(type -> assertThat(type.getValue().has("example"))
                            .as(
                                    "%s: src/main/resources/openapi-examples/%s.response.json",
                                    operation.name(),
                                    operation.node().at("/operationId").asText())
                            .isTrue());
        });
    }

    @Test
    void showsEveryRefusalAsAProblem() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(operation.answers("45")).as(operation.name()).isNotEmpty();
            operation.answers("45").forEach(answer -> {
                var problem = answer.getValue().at("/content/application~1problem+json");
                assertThat(problem.at("/schema/$ref").asText())
                        .as("%s %s", operation.name(), answer.getKey())
                        .isEqualTo("#/components/schemas/Problem");
                assertThat(problem.at("/examples").properties()).allSatisfy(example -> assertThat(document.at(
                                        example.getValue().at("/$ref").asText().substring(1) + "/value/status")
                                .asText())
                        .isEqualTo(answer.getKey()));
                assertThat(problem.at("/examples")).isNotEmpty();
            });
        });
    }

    @Test
    void knowsEveryProblem() {
        for (var type : ProblemType.values()) {
            var example = document.at("/components/examples/" + type.slug() + "/value");
            assertThat(example.at("/type").asText()).isEqualTo(type.uri());
            assertThat(example.at("/code").asText()).isEqualTo(type.code());
        }
    }

    @Test
    void keepsNoMarkOfHowItIsMade() {
        assertThat(document.toString()).doesNotContain("x-problems");
    }

    @Test
    void showsOnlyWhatItsSchemasAllow() {
        assertThat(shown()).isNotEmpty().allSatisfy(shown -> assertThat(violations(shown))
                .as(shown.where())
                .isEmpty());
    }

    private record Shown(String where, JsonNode schema, JsonNode example) {
        @Override
        public String toString() {
            return where;
        }
    }

    private List<Shown> shown() {
        var shown = new ArrayList<Shown>();
        for (var operation : operations()) {
            collect(operation.name() + " request", operation.node().at("/requestBody/content"), shown);
            operation
                    .answers("2345")
                    .forEach(answer -> collect(
                            operation.name() + " " + answer.getKey(),
                            answer.getValue().at("/content"),
                            shown));
        }
        document.at("/components/examples")
                .properties()
                .forEach(example -> shown.add(new Shown(
                        example.getKey(),
                        document.at("/components/schemas/Problem"),
                        example.getValue().at("/value"))));
        return shown;
    }

    private static void collect(String where, JsonNode content, List<Shown> shown) {
        content.properties().stream()
                .filter(type -> type.getValue().has("example"))
                .forEach(type -> shown.add(new Shown(
                        where, type.getValue().at("/schema"), type.getValue().at("/example"))));
    }

    private List<String> violations(Shown shown) {
        ObjectNode schema = shown.schema().deepCopy();
        schema.set("components", document.at("/components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString(), InputFormat.JSON)
                .validate(shown.example().toString(), InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private List<Operation> withBody() {
        return operations().stream()
                .filter(operation -> operation.node().has("requestBody"))
                .toList();
    }

    private List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        document.at("/paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> member.getValue().has("responses"))
                .forEach(member ->
                        operations.add(new Operation(member.getKey() + " " + path.getKey(), member.getValue()))));
        return operations;
    }
}
