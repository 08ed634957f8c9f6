package io.yizhan.deployment;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The configuration as the container would see it: our properties in profile prod, under the manifests' environment. */
public final class ProductionConfig {
    private static final URL PROPERTIES = ProductionConfig.class.getResource("/application.properties");

    /** Reading all our classes takes a while: once. */
    private static final Set<ConfigClass> MAPPINGS = mappings();

    private ProductionConfig() {}

    /** @throws io.smallrye.config.ConfigValidationException when a feature misses a value it has no default for */
    public static SmallRyeConfig of(Map<String, String> environment) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withProfile(environment.getOrDefault("QUARKUS_PROFILE", "unset"))
                .withSources(properties(), new EnvConfigSource(environment, 300));
        MAPPINGS.forEach(mapping -> builder.withMapping(mapping.getType(), mapping.getPrefix()));
        return builder.build();
    }

    /** The environment variables our own configuration mappings read. */
    public static Set<String> variablesOfFeatures() {
        return MAPPINGS.stream()
                .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
                .map(ProductionConfig::variable)
                .collect(Collectors.toSet());
    }

    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Set<ConfigClass> mappings() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.yizhan").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .map(JavaClass::reflect)
                        .map(ConfigClass::configClass)
                        .collect(Collectors.toSet());
    }

    private static PropertiesConfigSource properties() {
        try {
            return new PropertiesConfigSource(PROPERTIES, 250);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
