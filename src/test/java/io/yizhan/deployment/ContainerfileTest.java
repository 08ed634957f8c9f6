package io.yizhan.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerfileTest {
    private final Containerfile file = Containerfile.read();

    @Test
    void copiesTheWholeApplicationItsClassListAndNothingElse() {
        assertThat(file.copies())
                .containsExactlyInAnyOrder(
                        "target/quarkus-app/lib/ lib/",
                        "target/quarkus-app/quarkus-run.jar ./",
                        "target/quarkus-app/quarkus/ quarkus/",
                        "target/quarkus-app/app/ app/",
                        "target/quarkus-app/classes.lst ./");
        assertThat(Containerfile.contextRules()).containsExactly("*", "!target/quarkus-app/*");
    }

    @Test
    void runsAsTheUserAndOnThePortOfTheDeployment() {
        PodSecurityContext security =
                Manifests.deployment().getSpec().getTemplate().getSpec().getSecurityContext();

        assertThat(file.arguments("USER")).containsExactly(security.getRunAsUser() + ":" + security.getRunAsGroup());
        assertThat(file.arguments("EXPOSE"))
                .containsExactly(Manifests.container()
                        .getPorts()
                        .get(0)
                        .getContainerPort()
                        .toString());
    }

    @Test
    void startsTheJarItCopiedAsTheFirstProcess() {
        assertThat(file.arguments("ENTRYPOINT")).containsExactly("[\"java\", \"-jar\", \"quarkus-run.jar\"]");
    }

    @Test
    void refusesAJarThatCarriesEmbeddedStores() {
        assertThat(file.arguments("RUN")).contains("! ls lib/main | grep -E 'embedded-(postgres|redis)'");
    }

    @Test
    void startsWithTheArchiveItMade() {
        assertThat(file.arguments("RUN"))
                .contains("java -Xshare:dump -XX:SharedClassListFile=classes.lst -XX:SharedArchiveFile=yizhan.jsa"
                        + " -cp quarkus-run.jar");
        assertThat(file.arguments("ENV")).singleElement().asString().contains("-XX:SharedArchiveFile=yizhan.jsa");
    }

    @Test
    void hasItsWholeHeapFromTheStart() {
        assertThat(file.arguments("ENV"))
                .singleElement()
                .asString()
                .contains("-XX:InitialRAMPercentage=60 ", "-XX:MaxRAMPercentage=60 ");
    }

    @Test
    void isAProductionImage() {
        List<String> environment = file.arguments("ENV");

        assertThat(environment).singleElement().asString().startsWith("QUARKUS_PROFILE=prod ");
    }
}
