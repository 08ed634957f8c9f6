package io.yizhan.platform.stores;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the surroundings say: a system property, or else the environment variable of that name. */
final class Variable {
    private final Map<String, String> environment;
    private final UnaryOperator<String> properties;

    Variable(Map<String, String> environment, UnaryOperator<String> properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /** As MicroProfile Config spells it: {@code quarkus.redis.hosts} is {@code QUARKUS_REDIS_HOSTS}. */
    static String nameOf(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** An empty value is as good as none. */
    Optional<String> find(String property) {
        return Optional.ofNullable(properties.apply(property))
                .or(() -> Optional.ofNullable(environment.get(property)))
                .or(() -> Optional.ofNullable(environment.get(nameOf(property))))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** A switch: {@code -Dname} alone turns it on, as any value but {@code false} does. */
    boolean isOn(String property) {
        var alone = properties.apply(property);
        return alone != null && alone.isBlank()
                || find(property).filter(value -> !value.equals("false")).isPresent();
    }
}
