package io.yizhan.platform.http;

import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.MethodConfig;
import jakarta.enterprise.lang.model.AnnotationTarget;
import jakarta.enterprise.lang.model.declarations.ParameterInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.ws.rs.Path;

/** While the application is built: marks every operation that has a rule on a parameter, so that none can be forgotten. */
public final class CheckedOperations implements BuildCompatibleExtension {
    private static final String RULES = "jakarta.validation.";

    @Enhancement(types = Object.class, withSubtypes = true, withAnnotations = Path.class)
    public void mark(ClassConfig resource) {
        resource.methods().stream()
                .filter(operation -> operation.info().parameters().stream().anyMatch(CheckedOperations::hasRule))
                .forEach(CheckedOperations::mark);
    }

    private static void mark(MethodConfig operation) {
        operation.addAnnotation(Checked.class);
    }

    private static boolean hasRule(ParameterInfo parameter) {
        return isRuled(parameter) || hasRule(parameter.type());
    }

    /** Also of what a list or a map holds. */
    private static boolean hasRule(Type type) {
        return isRuled(type)
                || type.isParameterizedType()
                        && type.asParameterizedType().typeArguments().stream().anyMatch(CheckedOperations::hasRule);
    }

    private static boolean isRuled(AnnotationTarget target) {
        return target.annotations().stream()
                .anyMatch(annotation -> annotation.name().startsWith(RULES));
    }
}
