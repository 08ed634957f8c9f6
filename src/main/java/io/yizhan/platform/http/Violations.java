package io.yizhan.platform.http;

import io.yizhan.platform.Problem;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns violations of bean-validation rules into faults that point into the request. */
final class Violations {
    private Violations() {}

    /** In the order of their pointers, so that the same request always gets the same answer. */
    static List<Problem.Fault> faults(ConstraintViolationException violated) {
        return violated.getConstraintViolations().stream()
                .map(Violations::fault)
                .sorted(Comparator.comparing(Problem.Fault::pointer).thenComparing(Problem.Fault::code))
                .toList();
    }

    /** What we answer breaks our own rules, or a rule is broken far from any request: our mistake, not the client's. */
    static boolean isOurs(ConstraintViolationException violated) {
        return violated.getConstraintViolations().stream()
                .anyMatch(violation -> !isOfParameter(violation.getPropertyPath()));
    }

    private static boolean isOfParameter(Path path) {
        for (var node : path) {
            if (node.getKind() == ElementKind.PARAMETER || node.getKind() == ElementKind.CROSS_PARAMETER) {
                return true;
            }
        }
        return false;
    }

    private static Problem.Fault fault(ConstraintViolation<?> violation) {
        var rule = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return new Problem.Fault(pointer(violation), ValidationTexts.code(rule), ValidationTexts.of(rule, violation));
    }

    private static String pointer(ConstraintViolation<?> violation) {
        var pointer = new StringBuilder();
        Optional<? extends AnnotatedElement> parameter = Optional.empty();
        Optional<Method> method = Optional.empty();
        for (var node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.METHOD) {
                method = method(violation.getRootBeanClass(), node.as(Path.MethodNode.class));
            } else if (node.getKind() == ElementKind.PARAMETER) {
                var index = node.as(Path.ParameterNode.class).getParameterIndex();
                parameter = method.map(resource -> resource.getParameters()[index]);
            } else {
                append(node, pointer);
            }
        }
        return parameter
                .flatMap(declared -> location(declared, pointer))
                .map(ParameterLocation::pointer)
                .orElse(pointer.toString());
    }

    private static void append(Path.Node node, StringBuilder pointer) {
        if (node.getIndex() != null) {
            pointer.append('/').append(node.getIndex());
        }
        if (node.getKey() != null) {
            pointer.append('/').append(JsonPointers.escaped(node.getKey().toString()));
        }
        if (node.getKind() == ElementKind.PROPERTY) {
            pointer.append('/').append(JsonPointers.escaped(node.getName()));
        }
    }

    /** Of the parameter itself, or of the field of a parameter class. */
    private static Optional<ParameterLocation> location(AnnotatedElement parameter, CharSequence pointer) {
        var direct = ParameterLocation.of(parameter);
        if (direct.isPresent() || pointer.isEmpty()) {
            return direct;
        }
        var name = pointer.toString().split("/", -1)[1];
        return parameter instanceof Parameter declared
                ? field(declared.getType(), name).flatMap(ParameterLocation::of)
                : Optional.empty();
    }

    private static Optional<Field> field(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> field.getName().equals(name))
                .findFirst();
    }

    /** The bean may be a generated subclass whose methods carry no annotations. */
    private static Optional<Method> method(Class<?> bean, Path.MethodNode node) {
        var types = node.getParameterTypes().toArray(new Class<?>[0]);
        return Stream.<Class<?>>iterate(bean, type -> type != null, Class::getSuperclass)
                .flatMap(type -> declared(type, node.getName(), types).stream())
                .filter(Violations::isAnnotated)
                .findFirst();
    }

    private static boolean isAnnotated(Method method) {
        return Arrays.stream(method.getParameters()).anyMatch(parameter -> parameter.getAnnotations().length > 0);
    }

    private static Optional<Method> declared(Class<?> type, String name, Class<?>[] types) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name) && Arrays.equals(method.getParameterTypes(), types))
                .findFirst();
    }
}
