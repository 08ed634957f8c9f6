package io.yizhan.platform.stores;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings handed to Quarkus as system properties. What the operator set explicitly, as a system property or as an
 * environment variable, always wins; what we set ourselves before a live reload is replaced.
 */
final class Published {
    private static final String OURS = "io.yizhan.published-settings";

    private Published() {}

    /** The system property an operator set, null when there is none or when it is ours. */
    static @Nullable String explicit(String property) {
        return ours().contains(property) ? null : System.getProperty(property);
    }

    static void publish(Map<String, String> settings, Variable explicit) {
        var ours = new TreeSet<>(ours());
        settings.forEach((property, value) -> {
            if (explicit.find(property).isEmpty()) {
                System.setProperty(property, value);
                ours.add(property);
            }
        });
        System.setProperty(OURS, String.join(",", ours));
    }

    private static Set<String> ours() {
        return new HashSet<>(Arrays.asList(System.getProperty(OURS, "").split(",", -1)));
    }
}
