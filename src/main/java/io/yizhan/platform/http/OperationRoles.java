package io.yizhan.platform.http;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/** Which roles may call an operation, read from the annotations that enforce it. */
final class OperationRoles {
    private static final DotName OPERATION = DotName.createSimple(Operation.class);
    private static final DotName PERMIT_ALL = DotName.createSimple(PermitAll.class);
    private static final DotName ROLES_ALLOWED = DotName.createSimple(RolesAllowed.class);

    private final Map<String, List<String>> byOperationId;

    private OperationRoles(Map<String, List<String>> byOperationId) {
        this.byOperationId = byOperationId;
    }

    static OperationRoles of(IndexView index) {
        var byOperationId = new HashMap<String, List<String>>();
        for (var operation : index.getAnnotations(OPERATION)) {
            var id = operation.value("operationId");
            if (id != null && operation.target() instanceof MethodInfo method) {
                byOperationId.put(id.asString(), roles(method));
            }
        }
        return new OperationRoles(byOperationId);
    }

    private static List<String> roles(MethodInfo method) {
        var isOpen = method.hasAnnotation(PERMIT_ALL);
        return values(
                method.hasAnnotation(ROLES_ALLOWED) || isOpen
                        ? method.annotation(ROLES_ALLOWED)
                        : method.declaringClass().declaredAnnotation(ROLES_ALLOWED));
    }

    private static List<String> values(@Nullable AnnotationInstance allowed) {
        return allowed == null ? List.of() : List.of(allowed.value().asStringArray());
    }

    /** Empty when anyone may. */
    List<String> of(@Nullable String operationId) {
        return byOperationId.getOrDefault(operationId == null ? "" : operationId, List.of());
    }
}
