package io.yizhan.platform.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yizhan.deployment.Manifests;
import io.yizhan.deployment.ProductionConfig;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the variables of {@code k8s/} are the ones the start-up code and the features read. */
class DeploymentVariablesTest {
    @Test
    void startsInProductionWithWhatTheManifestsSet() {
        Map<String, String> environment = filledIn();

        assertThatCode(() -> start(environment)).doesNotThrowAnyException();
        assertThatCode(() -> ProductionConfig.of(environment)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("variablesOfTheSecret")
    void needsEveryVariableOfTheSecret(String variable) {
        Map<String, String> environment = filledIn();
        environment.remove(variable);

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> start(environment))
                .withMessageStartingWith(variable + " is not set");
    }

    @ParameterizedTest
    @MethodSource("io.yizhan.deployment.Manifests#variables")
    void setsOnlyVariablesTheApplicationKnows(String variable) {
        assertThat(known()).contains(variable);
    }

    static Stream<String> variablesOfTheSecret() {
        return Manifests.secretVariables();
    }

    private static void start(Map<String, String> environment) {
        assertThat(Startup.settingsOf(environment.get("QUARKUS_PROFILE"), new Variable(environment, name -> null)))
                .isNotEmpty();
    }

    private static Map<String, String> filledIn() {
        Map<String, String> environment = new TreeMap<>(Manifests.environment());
        environment.replace(DatabaseUrl.VARIABLE, "postgresql://user:password@database:5432/yizhan?sslmode=disable");
        environment.replace(RedisUrl.VARIABLE, "redis://:password@redis:6379");
        for (Secret secret : Secret.values()) {
            environment.computeIfPresent(secret.variable(), (variable, placeholder) -> secret.generate());
        }
        return environment;
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>(ProductionConfig.variablesOfFeatures());
        known.addAll(Set.of(DatabaseUrl.VARIABLE, RedisUrl.VARIABLE, Variable.nameOf("quarkus.profile")));
        Stream.of(Secret.values()).map(Secret::variable).forEach(known::add);
        return known;
    }
}
