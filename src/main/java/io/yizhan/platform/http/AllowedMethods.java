package io.yizhan.platform.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which methods an address has, which the framework does not say when it refuses one (RFC 9110, 15.5.6). */
@Singleton
final class AllowedMethods {
    private static final Pattern TEMPLATE = Pattern.compile("\\{[^}]*}");

    private record Operation(Pattern path, String method) {}

    private final List<Operation> operations;

    AllowedMethods(BeanManager beans) {
        operations = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> operations(bean.getBeanClass()))
                .toList();
    }

    /** As the value of {@code Allow}; empty when the address is not ours. */
    Optional<String> of(String path) {
        var methods = new TreeSet<String>();
        operations.stream()
                .filter(operation -> operation.path().matcher(path).matches())
                .forEach(operation -> methods.add(operation.method()));
        if (methods.isEmpty()) {
            return Optional.empty();
        }
        methods.add(HttpMethod.OPTIONS);
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return Optional.of(String.join(", ", methods));
    }

    private static Stream<Operation> operations(Class<?> resource) {
        var root = resource.getAnnotation(Path.class);
        return root == null
                ? Stream.empty()
                : Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> operation(root, method));
    }

    private static Stream<Operation> operation(Path root, Method method) {
        var path = method.getAnnotation(Path.class);
        var whole = path == null ? root.value() : root.value() + "/" + path.value();
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(verb -> new Operation(pattern(whole), verb.value()));
    }

    private static Pattern pattern(String template) {
        var segments = "/" + template.replaceAll("^/+|/+$", "").replaceAll("/{2,}", "/");
        return Pattern.compile(TEMPLATE.matcher(segments).replaceAll("[^/]+") + "/?");
    }
}
