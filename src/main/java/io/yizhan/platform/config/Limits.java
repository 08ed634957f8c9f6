package io.yizhan.platform.config;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses, at the start, settings of ours beyond their {@link AtLeast} and {@link AtMost}. Bean Validation could do it, too,
 * but brings up a validator of its own for it before anything else starts, which took a seventh of the start.
 */
public final class Limits implements SmallRyeConfigBuilderCustomizer, ConfigValidator {
    private static final String OURS = "yizhan.";

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.withValidator(this);
    }

    @Override
    public void validateMapping(Class<?> mapping, String prefix, Object settings) {
        if (!prefix.startsWith(OURS)) {
            return;
        }
        var problems = new ArrayList<Problem>();
        check(mapping, prefix, settings, problems);
        if (!problems.isEmpty()) {
            throw new ConfigValidationException(problems.toArray(Problem[]::new));
        }
    }

    private static void check(Class<?> group, String prefix, Object settings, List<Problem> problems) {
        for (var setting : group.getDeclaredMethods()) {
            var name = prefix + '.' + StringUtil.skewer(setting.getName());
            if (isGroupIn(group, setting.getReturnType())) {
                check(setting.getReturnType(), name, value(setting, settings), problems);
            } else {
                check(setting, name, settings, problems);
            }
        }
    }

    private static boolean isGroupIn(Class<?> group, Class<?> type) {
        return type.isInterface() && type.getEnclosingClass() == group;
    }

    private static void check(Method setting, String name, Object settings, List<Problem> problems) {
        var least = setting.getAnnotation(AtLeast.class);
        var most = setting.getAnnotation(AtMost.class);
        if (least != null && number(setting, settings) < least.value()) {
            problems.add(new Problem(name + " must be at least " + plain(least.value())));
        }
        if (most != null && number(setting, settings) > most.value()) {
            problems.add(new Problem(name + " must be at most " + plain(most.value())));
        }
    }

    private static double number(Method setting, Object settings) {
        return ((Number) value(setting, settings)).doubleValue();
    }

    /** Features keep their mappings to themselves. */
    private static Object value(Method setting, Object settings) {
        try {
            setting.setAccessible(true);
            return setting.invoke(settings);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String plain(double limit) {
        return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    }
}
