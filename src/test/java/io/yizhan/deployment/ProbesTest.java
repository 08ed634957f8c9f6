package io.yizhan.deployment;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class ProbesTest {
    @ParameterizedTest
    @MethodSource("paths")
    void areAnsweredByTheRunningApplication(String path) {
        when().get(path).then().statusCode(200);
    }

    @Test
    void doNotTakeEveryReplicaOutWhenASharedStoreIsAway() {
        String readiness =
                Manifests.container().getReadinessProbe().getHttpGet().getPath();

        // "outbox" and "calendar" only carry figures: they are always up
        when().get(readiness)
                .then()
                .body("checks.name", containsInAnyOrder("Graceful Shutdown", "stores", "outbox", "calendar"))
                .body("checks.find { it.name == 'outbox' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'calendar' }.status", equalTo("UP"));
    }

    static Stream<String> paths() {
        Container container = Manifests.container();
        return Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .map(Probe::getHttpGet)
                .map(get -> get.getPath());
    }
}
