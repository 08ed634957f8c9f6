package io.yizhan.platform.http;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.validation.ConstraintViolationException;

/** Lets an operation run only when its parameters keep their rules; what does not is told by {@link Violations}. */
@Checked
@Interceptor
@Priority(CheckParameters.AFTER_AUTHORISATION)
final class CheckParameters {
    static final int AFTER_AUTHORISATION = Interceptor.Priority.PLATFORM_AFTER + 800;

    private final ParameterRules rules;

    CheckParameters(ParameterRules rules) {
        this.rules = rules;
    }

    @AroundInvoke
    Object check(InvocationContext call) throws Exception {
        var broken = rules.validator().validateParameters(call.getTarget(), call.getMethod(), call.getParameters());
        if (!broken.isEmpty()) {
            throw new ConstraintViolationException(broken);
        }
        return call.proceed();
    }
}
