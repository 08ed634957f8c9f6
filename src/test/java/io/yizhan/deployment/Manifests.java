package io.yizhan.deployment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The manifests of {@code k8s/} as typed objects. A field the Kubernetes API does not know is an error, not a shrug. */
public final class Manifests {
    static final Path ROOT = Path.of("k8s");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Stream.of(
                    ConfigMap.class,
                    Deployment.class,
                    Ingress.class,
                    Namespace.class,
                    NetworkPolicy.class,
                    PersistentVolumeClaim.class,
                    PodDisruptionBudget.class,
                    Secret.class,
                    Service.class,
                    ServiceAccount.class)
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .setAnnotationIntrospector(new StrictIntrospector())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Manifests() {}

    static Deployment deployment() {
        return (Deployment) read("base/deployment.yaml");
    }

    public static Container container() {
        return deployment().getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    /** What the container finds in its environment when the secret template is filled in and applied. */
    public static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(((ConfigMap) read("base/configmap.yaml")).getData());
        environment.putAll(((Secret) read("base/secret.template.yaml")).getStringData());
        return environment;
    }

    public static Stream<String> secretVariables() {
        return ((Secret) read("base/secret.template.yaml")).getStringData().keySet().stream();
    }

    /** The names set anywhere: in the base and in every overlay. */
    public static Stream<String> variables() {
        Stream<String> plain = files().stream()
                .map(Manifests::read)
                .filter(ConfigMap.class::isInstance)
                .flatMap(map -> ((ConfigMap) map).getData().keySet().stream());
        return Stream.concat(plain, secretVariables()).distinct();
    }

    static HasMetadata read(String file) {
        return read(ROOT.resolve(file));
    }

    static HasMetadata read(Path file) {
        JsonNode tree = tree(file);
        Class<? extends HasMetadata> kind = KINDS.get(tree.path("kind").asText());
        if (kind == null) {
            throw new IllegalArgumentException(file + " is of no known kind: " + tree.path("kind"));
        }
        HasMetadata manifest = YAML.convertValue(tree, kind);
        if (!tree.path("apiVersion").asText().equals(HasMetadata.getApiVersion(kind))) {
            throw new IllegalArgumentException(file + " has apiVersion " + tree.path("apiVersion"));
        }
        return manifest;
    }

    static JsonNode tree(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Every manifest and patch; kustomizations are the glue and have no type. */
    static List<Path> files() {
        return yaml().filter(file -> !file.endsWith("kustomization.yaml")).toList();
    }

    static List<Path> kustomizations() {
        return yaml().filter(file -> file.endsWith("kustomization.yaml")).toList();
    }

    private static Stream<Path> yaml() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The models keep unknown fields in a map; without that map Jackson refuses them. */
    private static final class StrictIntrospector extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return Boolean.FALSE;
        }
    }
}
