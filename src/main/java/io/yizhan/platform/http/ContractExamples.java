package io.yizhan.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.jspecify.annotations.Nullable;

/** Examples beside the code: {@code openapi-examples/<operationId>.request.json} and {@code .response.json}. */
final class ContractExamples {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ContractExamples() {}

    static void addTo(Operation operation) {
        if (operation.getRequestBody() != null) {
            read(operation, "request")
                    .ifPresent(example -> set(operation.getRequestBody().getContent(), example));
        }
        read(operation, "response").ifPresent(example -> operation.getResponses().getAPIResponses().entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .forEach(response -> set(response.getContent(), example)));
    }

    static boolean isJson(@Nullable Content content) {
        return content != null
                && content.getMediaTypes() != null
                && content.getMediaTypes().keySet().stream().anyMatch(type -> type.endsWith("json"));
    }

    private static void set(@Nullable Content content, Object example) {
        if (content != null && content.getMediaTypes() != null) {
            for (MediaType type : content.getMediaTypes().values()) {
                type.setExample(example);
            }
        }
    }

    private static Optional<Object> read(Operation operation, String kind) {
        var name = "openapi-examples/%s.%s.json".formatted(operation.getOperationId(), kind);
        try (var file = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            return file == null ? Optional.empty() : Optional.of(JSON.readValue(file, Object.class));
        } catch (IOException broken) {
            throw new UncheckedIOException(name, broken);
        }
    }
}
