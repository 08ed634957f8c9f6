package io.yizhan.platform.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Removes the schemas no operation leads to: those of framework types the scanner met on its way. */
final class UnusedSchemas {
    private static final String PREFIX = "#/components/schemas/";

    private UnusedSchemas() {}

    static void removeFrom(OpenAPI document) {
        var all = document.getComponents().getSchemas();
        var used = new HashSet<String>();
        var open = new ArrayDeque<Schema>();
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .flatMap(UnusedSchemas::schemas)
                .forEach(open::add);
        while (!open.isEmpty()) {
            var schema = open.pop();
            var name = name(schema);
            if (name != null && used.add(name) && all.containsKey(name)) {
                open.add(all.get(name));
            }
            open.addAll(children(schema));
        }
        Set.copyOf(all.keySet()).stream()
                .filter(name -> !used.contains(name))
                .forEach(document.getComponents()::removeSchema);
    }

    private static @Nullable String name(Schema schema) {
        var ref = schema.getRef();
        return ref != null && ref.startsWith(PREFIX) ? ref.substring(PREFIX.length()) : null;
    }

    private static Stream<Schema> schemas(Operation operation) {
        var contents = new ArrayList<@Nullable Content>();
        if (operation.getRequestBody() != null) {
            contents.add(operation.getRequestBody().getContent());
        }
        operation.getResponses().getAPIResponses().values().forEach(response -> contents.add(response.getContent()));
        var parameters = operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters();
        return Stream.concat(
                        parameters.stream().map(Parameter::getSchema),
                        contents.stream()
                                .filter(content -> content != null && content.getMediaTypes() != null)
                                .flatMap(content -> content.getMediaTypes().values().stream())
                                .map(MediaType::getSchema))
                .filter(Objects::nonNull);
    }

    private static List<Schema> children(Schema schema) {
        return Stream.of(
                        Stream.of(schema.getItems(), schema.getAdditionalPropertiesSchema(), schema.getNot()),
                        schema.getProperties() == null
                                ? Stream.<Schema>empty()
                                : schema.getProperties().values().stream(),
                        each(schema.getAllOf()),
                        each(schema.getAnyOf()),
                        each(schema.getOneOf()),
                        each(schema.getPrefixItems()))
                .flatMap(part -> part)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Stream<Schema> each(@Nullable Collection<Schema> schemas) {
        return schemas == null ? Stream.empty() : schemas.stream();
    }
}
