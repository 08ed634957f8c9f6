package io.yizhan.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.arc.impl.InterceptedMethodMetadata;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CheckedOperationsTest {
    @Test
    void everyOperationWithARuleOnAParameterIsCheckedAndNoOther() {
        var ruled = new TreeSet<String>();
        var checked = new TreeSet<String>();
        for (var resource : resources().toList()) {
            Arrays.stream(resource.getDeclaredMethods())
                    .filter(method -> Arrays.stream(method.getParameters()).anyMatch(CheckedOperationsTest::hasRule))
                    .forEach(method -> ruled.add(name(method)));
            var bean = ClientProxy.unwrap(Arc.container().instance(resource).get());
            checked(bean).forEach(method -> checked.add(name(method)));
        }
        assertThat(ruled).hasSizeGreaterThan(50);
        assertThat(checked).isEqualTo(ruled);
    }

    private static Stream<Class<?>> resources() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.yizhan").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect);
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + '.' + method.getName();
    }

    private static boolean hasRule(Parameter parameter) {
        return areRules(parameter.getAnnotations()) || hasRule(parameter.getAnnotatedType());
    }

    private static boolean hasRule(AnnotatedType type) {
        return areRules(type.getAnnotations())
                || type instanceof AnnotatedParameterizedType generic
                        && Arrays.stream(generic.getAnnotatedActualTypeArguments())
                                .anyMatch(CheckedOperationsTest::hasRule);
    }

    private static boolean areRules(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .anyMatch(one -> one.annotationType().getName().startsWith("jakarta.validation."));
    }

    /** What the generated subclass of a resource has intercepted by the check. */
    private static Set<Method> checked(Object resource) {
        return Arrays.stream(resource.getClass().getDeclaredFields())
                .filter(field -> field.getType() == InterceptedMethodMetadata.class)
                .map(field -> {
                    try {
                        field.setAccessible(true);
                        return (InterceptedMethodMetadata) field.get(resource);
                    } catch (IllegalAccessException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                })
                .filter(one -> one.bindings.stream().anyMatch(binding -> binding.annotationType() == Checked.class))
                .map(one -> one.method)
                .collect(Collectors.toSet());
    }
}
