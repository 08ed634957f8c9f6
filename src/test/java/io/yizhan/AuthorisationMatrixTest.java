package io.yizhan;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.specification.RequestSpecification;
import io.yizhan.identity.TestTokens;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every operation against every role, over HTTP, as {@code authorisation-matrix.txt} says. The operations come from the
 * code, so a new one without a row fails here.
 */
@QuarkusTest
class AuthorisationMatrixTest {
    private static final List<String> ROLES =
            List.of("anonymous", "applicant", "clerk", "officer", "kiosk", "administrator", "system");
    private static final String LET_IN = "yes";
    private static final String SOME_ID = "01890000-0000-7000-8000-000000000000";
    private static final String ENDS_ITS_OWN_TOKEN = "DELETE /v1/tokens/current";
    private static final Map<String, Supplier<String>> SIGN_INS = Map.of(
            "applicant", TestTokens::applicant,
            "clerk", TestTokens::clerk,
            "officer", () -> TestTokens.officer("115304020000000198"),
            "kiosk", TestTokens::kiosk,
            "administrator", TestTokens::administrator,
            "system", () -> TestTokens.system("115304020000000198"));

    /** @param consumes media type the operation reads */
    private record Operation(String name, String consumes) {
        Method method() {
            return Method.valueOf(name.substring(0, name.indexOf(' ')));
        }

        String path() {
            return name.substring(name.indexOf(' ') + 1).replaceAll("\\{[^}]+}", SOME_ID);
        }
    }

    private final Map<String, String> tokens = new HashMap<>();

    @Test
    void everyOperationHasARowAndEveryRowAnOperation() throws IOException {
        assertThat(matrix().keySet())
                .containsExactlyInAnyOrderElementsOf(operations().keySet());
    }

    @Test
    void everyRoleIsLetInOrRefusedAsTheMatrixSays() throws IOException {
        var matrix = matrix();
        var wrong = new ArrayList<String>();
        for (var operation : operations().values()) {
            var row = matrix.getOrDefault(operation.name(), List.of());
            for (int i = 0; i < row.size(); i++) {
                var status = call(operation, ROLES.get(i));
                if (!isAsStated(row.get(i), status)) {
                    wrong.add("%s as %s: %s, stated %s".formatted(operation.name(), ROLES.get(i), status, row.get(i)));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static boolean isAsStated(String stated, int status) {
        return stated.equals(LET_IN) ? status != 401 && status != 403 : stated.equals(Integer.toString(status));
    }

    private int call(Operation operation, String role) {
        var request = request(operation);
        token(operation, role).ifPresent(token -> request.auth().oauth2(token));
        return request.request(operation.method(), operation.path()).statusCode();
    }

    private static RequestSpecification request(Operation operation) {
        if (operation.consumes().equals(MediaType.MULTIPART_FORM_DATA)) {
            return given().multiPart("unknown", "part");
        }
        if (operation.method() == Method.GET || operation.method() == Method.DELETE) {
            return given();
        }
        return given().contentType(operation.consumes()).body("{}".getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> token(Operation operation, String role) {
        if (!SIGN_INS.containsKey(role)) {
            return Optional.empty();
        }
        if (operation.name().equals(ENDS_ITS_OWN_TOKEN)) {
            return Optional.of(SIGN_INS.get(role).get());
        }
        return Optional.of(
                tokens.computeIfAbsent(role, missing -> SIGN_INS.get(role).get()));
    }

    private static Map<String, Operation> operations() {
        var operations = new TreeMap<String, Operation>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.yizhan").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(AuthorisationMatrixTest::operations)
                        .forEach(operation -> operations.put(operation.name(), operation));
        return operations;
    }

    private static Stream<Operation> operations(JavaClass resource) {
        return resource.getMethods().stream()
                .flatMap(method -> verb(method).map(verb -> operation(resource, method, verb)).stream());
    }

    private static Optional<String> verb(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType())
                .filter(type -> type.isAnnotatedWith(HttpMethod.class))
                .map(type -> type.getAnnotationOfType(HttpMethod.class).value())
                .findFirst();
    }

    private static Operation operation(JavaClass resource, JavaMethod method, String verb) {
        var path = resource.getAnnotationOfType(Path.class).value()
                + method.tryGetAnnotationOfType(Path.class)
                        .map(own -> "/" + own.value())
                        .orElse("");
        var consumes = method.tryGetAnnotationOfType(Consumes.class)
                .or(() -> resource.tryGetAnnotationOfType(Consumes.class))
                .map(declared -> declared.value()[0])
                .orElse(MediaType.APPLICATION_JSON);
        return new Operation(verb + " " + path.replaceAll("/+", "/").replaceAll(":[^}]+}", "}"), consumes);
    }

    private static Map<String, List<String>> matrix() throws IOException {
        var rows = new TreeMap<String, List<String>>();
        try (var file = AuthorisationMatrixTest.class.getResourceAsStream("/authorisation-matrix.txt")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.trim().split("\\s+")))
                    .forEach(cells ->
                            rows.put(cells.get(0) + " " + cells.get(1), whole(cells.subList(2, cells.size()))));
        }
        assertThat(rows.values()).allMatch(row -> row.size() == ROLES.size());
        return rows;
    }

    /** A department's system may what anybody may; a seventh column says where it may more. */
    private static List<String> whole(List<String> row) {
        if (row.size() != ROLES.size() - 1) {
            return row;
        }
        var whole = new ArrayList<>(row);
        whole.add(row.get(0).equals(LET_IN) ? LET_IN : "403");
        return whole;
    }
}
