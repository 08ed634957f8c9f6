package io.yizhan.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.smallrye.config.SmallRyeConfig;
import io.yizhan.platform.http.HttpConfig;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code k8s/} against the application's own configuration, so that neither changes without the other. */
class ManifestTest {
    private final SmallRyeConfig config = ProductionConfig.of(Manifests.environment());
    private final PodSpec pod = Manifests.deployment().getSpec().getTemplate().getSpec();
    private final Container container = Manifests.container();

    @ParameterizedTest
    @MethodSource("io.yizhan.deployment.Manifests#files")
    void isAManifestTheClusterUnderstands(Path file) {
        assertThat(Manifests.read(file).getMetadata().getName()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("io.yizhan.deployment.Manifests#kustomizations")
    void namesOnlyFilesThatExist(Path kustomization) {
        JsonNode tree = Manifests.tree(kustomization);
        Stream<String> resources = elements(tree.path("resources")).map(JsonNode::asText);
        Stream<String> patches =
                elements(tree.path("patches")).map(patch -> patch.path("path").asText());

        assertThat(Stream.concat(resources, patches)).isNotEmpty().allSatisfy(name -> assertThat(
                        kustomization.resolveSibling(name))
                .exists());
    }

    @Test
    void listsEveryManifestOfTheBaseExceptTheSecretTemplate() throws Exception {
        JsonNode tree = Manifests.tree(Manifests.ROOT.resolve("base/kustomization.yaml"));
        try (Stream<Path> files = Files.list(Manifests.ROOT.resolve("base"))) {
            List<String> manifests = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("kustomization.yaml") && !name.equals("secret.template.yaml"))
                    .toList();

            assertThat(elements(tree.path("resources")).map(JsonNode::asText))
                    .containsExactlyInAnyOrderElementsOf(manifests);
        }
    }

    @Test
    void exposesThePortTheApplicationListensOn() {
        int port = config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080);

        assertThat(container.getPorts())
                .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
                .containsExactly(tuple("http", port));
        assertThat(((Service) Manifests.read("base/service.yaml")).getSpec().getPorts())
                .extracting(servicePort -> servicePort.getTargetPort().getStrVal())
                .containsExactly("http");
        assertThat(networkPolicy().getSpec().getIngress().get(0).getPorts())
                .extracting(open -> open.getPort().getStrVal())
                .containsExactly("http");
    }

    @Test
    void listensToTheClusterAndNotToItselfOnly() {
        assertThat(config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0"))
                .isEqualTo("0.0.0.0");
    }

    @Test
    void probesTheApplicationsHealthOnItsPort() {
        assertThat(probes()).extractingByKey("startup").isEqualTo("http " + healthPath("started"));
        assertThat(probes()).extractingByKey("liveness").isEqualTo("http " + healthPath("live"));
        assertThat(probes()).extractingByKey("readiness").isEqualTo("http " + healthPath("ready"));
    }

    @Test
    void leavesTimeToShutDownGracefully() {
        Duration delay = config.getValue("quarkus.shutdown.delay", Duration.class);
        Duration timeout = config.getValue("quarkus.shutdown.timeout", Duration.class);
        Probe readiness = container.getReadinessProbe();
        Duration noticed = Duration.ofSeconds((long) readiness.getPeriodSeconds() * readiness.getFailureThreshold());

        assertThat(config.getValue("quarkus.shutdown.delay-enabled", Boolean.class))
                .isTrue();
        assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds())).isGreaterThan(delay.plus(timeout));
        assertThat(noticed).isPositive().isLessThanOrEqualTo(delay);
    }

    @Test
    void givesWholeCoresAndTheMemoryG1Needs() {
        ResourceRequirements resources = container.getResources();
        BigDecimal cores = Quantity.getAmountInBytes(resources.getLimits().get("cpu"));
        BigDecimal memory = Quantity.getAmountInBytes(resources.getLimits().get("memory"));

        assertThat(resources.getRequests()).isEqualTo(resources.getLimits());
        assertThat(cores.stripTrailingZeros().scale()).as("whole cores").isLessThanOrEqualTo(0);
        assertThat(cores).isGreaterThanOrEqualTo(BigDecimal.valueOf(2));
        assertThat(memory).isGreaterThanOrEqualTo(BigDecimal.valueOf(1792L * 1024 * 1024));
    }

    @Test
    void runsWithoutPrivileges() {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    }

    @Test
    void keepsMaterialsOnTheClaimAndUploadsInATemporaryFolder() {
        Path folder = Path.of(Manifests.environment().get("YIZHAN_MATERIAL_FOLDER"));
        Volume claimed = volumeAt(mountAbove(folder));
        Volume temporary = volumeAt("/tmp");

        assertThat(claimed.getPersistentVolumeClaim().getClaimName())
                .isEqualTo(Manifests.read("base/persistentvolumeclaim.yaml")
                        .getMetadata()
                        .getName());
        assertThat(temporary.getEmptyDir().getSizeLimit()).isNotNull();
    }

    @Test
    void takesItsEnvironmentFromTheConfigMapAndTheSecret() {
        assertThat(container.getEnvFrom())
                .extracting(from -> from.getConfigMapRef() != null
                        ? "ConfigMap " + from.getConfigMapRef().getName()
                        : "Secret " + from.getSecretRef().getName())
                .containsExactly(
                        "ConfigMap "
                                + Manifests.read("base/configmap.yaml")
                                        .getMetadata()
                                        .getName(),
                        "Secret "
                                + Manifests.read("base/secret.template.yaml")
                                        .getMetadata()
                                        .getName());
        assertThat(Manifests.environment()).containsEntry("QUARKUS_PROFILE", "prod");
    }

    @Test
    void keepsNoSecretInTheRepository() {
        Secret template = (Secret) Manifests.read("base/secret.template.yaml");

        assertThat(template.getData()).isNullOrEmpty();
        assertThat(template.getStringData().values()).allMatch(value -> value.matches("<.+>"));
        assertThat(((ConfigMap) Manifests.read("base/configmap.yaml")).getData().keySet())
                .noneMatch(name -> name.matches(".*(_KEYS?|_URL|PASSWORD.*)"));
    }

    @Test
    void selectsThePodsOfTheDeployment() {
        Map<String, String> labels =
                Manifests.deployment().getSpec().getTemplate().getMetadata().getLabels();
        LabelSelector budget = ((PodDisruptionBudget) Manifests.read("base/poddisruptionbudget.yaml"))
                .getSpec()
                .getSelector();

        assertThat(((Service) Manifests.read("base/service.yaml")).getSpec().getSelector())
                .isEqualTo(labels);
        assertThat(Manifests.deployment().getSpec().getSelector().getMatchLabels())
                .isEqualTo(labels);
        assertThat(budget.getMatchLabels()).isEqualTo(labels);
        assertThat(networkPolicy().getSpec().getPodSelector().getMatchLabels()).isEqualTo(labels);
    }

    @Test
    void keepsAReplicaWhileANodeIsDrained() {
        int minimum = ((PodDisruptionBudget) Manifests.read("base/poddisruptionbudget.yaml"))
                .getSpec()
                .getMinAvailable()
                .getIntVal();

        assertThat(minimum).isBetween(1, Manifests.deployment().getSpec().getReplicas() - 1);
    }

    @Test
    void reachesTheServiceFromTheIngressAndHidesHealthAndMetrics() {
        Ingress ingress = (Ingress) Manifests.read("overlays/example/ingress.yaml");
        Service service = (Service) Manifests.read("base/service.yaml");
        List<String> ports =
                service.getSpec().getPorts().stream().map(ServicePort::getName).toList();

        assertThat(ingress.getSpec().getRules().get(0).getHttp().getPaths())
                .isNotEmpty()
                .allSatisfy(path -> {
                    assertThat(path.getPath()).isNotEqualTo("/").doesNotStartWith("/q");
                    assertThat(path.getBackend().getService().getName())
                            .isEqualTo(service.getMetadata().getName());
                    assertThat(path.getBackend().getService().getPort().getName())
                            .isIn(ports);
                });
    }

    @Test
    void reachesEveryPageFromTheIngress() throws Exception {
        Ingress ingress = (Ingress) Manifests.read("overlays/example/ingress.yaml");
        List<String> open = ingress.getSpec().getRules().get(0).getHttp().getPaths().stream()
                .map(HTTPIngressPath::getPath)
                .toList();

        try (Stream<Path> pages = Files.list(Path.of("src/main/resources/META-INF/resources"))) {
            assertThat(pages.map(page -> "/" + page.getFileName())).isNotEmpty().isSubsetOf(open);
        }
        assertThat(open).contains("/v1", "/.well-known");
    }

    @Test
    void believesTheIngressWhoAClientIs() {
        Map<String, String> environment = new TreeMap<>(Manifests.environment());
        environment.putAll(((ConfigMap) Manifests.read("overlays/example/configmap.patch.yaml")).getData());

        assertThat(ProductionConfig.of(environment)
                        .getConfigMapping(HttpConfig.class)
                        .trustedProxies())
                .hasValueSatisfying(proxies -> assertThat(proxies).hasSize(1));
    }

    private Map<String, String> probes() {
        return Map.of(
                "startup", target(container.getStartupProbe()),
                "liveness", target(container.getLivenessProbe()),
                "readiness", target(container.getReadinessProbe()));
    }

    private static String target(Probe probe) {
        return probe.getHttpGet().getPort().getStrVal() + " "
                + probe.getHttpGet().getPath();
    }

    private String healthPath(String check) {
        String root = config.getOptionalValue("quarkus.http.non-application-root-path", String.class)
                .orElse("/q");
        return root + "/health/" + check;
    }

    private String mountAbove(Path folder) {
        return container.getVolumeMounts().stream()
                .map(VolumeMount::getMountPath)
                .filter(folder::startsWith)
                .findFirst()
                .orElseThrow();
    }

    private Volume volumeAt(String path) {
        String name = container.getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().equals(path))
                .map(VolumeMount::getName)
                .findFirst()
                .orElseThrow();
        return pod.getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static NetworkPolicy networkPolicy() {
        return (NetworkPolicy) Manifests.read("base/networkpolicy.yaml");
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
