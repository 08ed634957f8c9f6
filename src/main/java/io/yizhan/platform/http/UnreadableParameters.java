package io.yizhan.platform.http;

import io.yizhan.platform.Problem;
import io.yizhan.platform.Text;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names the parameters whose text is not of their type. The framework refuses such a request without saying which one
 * it was, so each given text is tried again, by the rule of JAX-RS: a static {@code valueOf}, {@code fromString} or
 * {@code parse}.
 */
final class UnreadableParameters {
    private static final Map<Class<?>, Class<?>> BOXED = Map.of(
            int.class, Integer.class, long.class, Long.class, double.class, Double.class, short.class, Short.class);
    private static final List<String> FACTORIES = List.of("fromString", "valueOf", "parse");

    private final UriInfo uri;
    private final HttpHeaders headers;

    UnreadableParameters(UriInfo uri, HttpHeaders headers) {
        this.uri = uri;
        this.headers = headers;
    }

    private record Declared(AnnotatedElement element, Type type) {}

    List<Problem.Fault> of(Method resource) {
        return Arrays.stream(resource.getParameters())
                .flatMap(UnreadableParameters::declared)
                .flatMap(this::fault)
                .toList();
    }

    /** The parameter, or what is gathered in it. */
    private static Stream<Declared> declared(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class)
                ? Arrays.stream(parameter.getType().getDeclaredFields())
                        .map(field -> new Declared(field, field.getGenericType()))
                : Stream.of(new Declared(parameter, parameter.getParameterizedType()));
    }

    private Stream<Problem.Fault> fault(Declared parameter) {
        return ParameterLocation.of(parameter.element())
                .filter(location -> given(location).stream().anyMatch(text -> !isReadable(parameter.type(), text)))
                .map(location -> new Problem.Fault(
                        location.pointer(), "type", new Text("取值类型不符", "is not of the expected type")))
                .stream();
    }

    private List<String> given(ParameterLocation location) {
        return switch (location.part()) {
            case QUERY -> uri.getQueryParameters().getOrDefault(location.name(), List.of());
            case PATH -> uri.getPathParameters().getOrDefault(location.name(), List.of());
            case HEADER -> headers.getRequestHeaders().getOrDefault(location.name(), List.of());
            case FORM -> List.of();
        };
    }

    private static boolean isReadable(Type type, String text) {
        return factory(element(type)).map(method -> accepts(method, text)).orElse(true);
    }

    /** What an optional or a list is of. */
    private static Class<?> element(Type type) {
        if (type instanceof ParameterizedType generic) {
            return element(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> plain ? BOXED.getOrDefault(plain, plain) : Object.class;
    }

    private static Optional<Method> factory(Class<?> type) {
        if (type == String.class) {
            return Optional.empty();
        }
        return FACTORIES.stream()
                .flatMap(name -> Arrays.stream(type.getMethods()).filter(method -> isFactory(method, name)))
                .findFirst();
    }

    private static boolean isFactory(Method method, String name) {
        return method.getName().equals(name)
                && method.getParameterCount() == 1
                && method.getParameterTypes()[0].isAssignableFrom(String.class)
                && method.getParameterTypes()[0] != Object.class;
    }

    private static boolean accepts(Method factory, String text) {
        try {
            return factory.invoke(null, text) != null;
        } catch (InvocationTargetException | IllegalAccessException unreadable) {
            return false;
        }
    }
}
