package io.yizhan.bench;

import java.util.List;
import java.util.Map;

/** How a service under measurement is set up, beside what all have in common. */
enum Wiring {
    USUAL(Map.of()),

    /** As docs/operations.md recommends where memory is dear. */
    SMALL(
            Map.of(),
            "-Xms32m",
            "-Xmn16m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:TrimNativeHeapInterval=5000"),

    NAIVE(Map.of("YIZHAN_NAIVE", "true", "YIZHAN_HTTP_LANES", "false", "YIZHAN_TOKEN_VERIFIED_CACHE_SIZE", "0")),

    /** As k8s/ runs it: 60 % of 2 GiB for the heap, and the collector the JVM takes by itself there. */
    CONTAINER(Map.of(), Container.FLAGS),

    /** The same, where one address may hold as many as wait, and the server takes their connections. */
    ROOM_FOR_WAITING(
            Map.of("YIZHAN_PROGRESS_MAX_WAITING_PER_CLIENT", "20000", "QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS", "20000"),
            Container.FLAGS);

    private final Map<String, String> variables;
    private final List<String> flags;

    private static final class Container {
        static final String[] FLAGS = {
            "-Xms1228m", "-Xmx1228m", "-XX:-UseSerialGC", "-XX:+UseG1GC", "-XX:MetaspaceSize=96m"
        };
    }

    Wiring(Map<String, String> variables, String... flags) {
        this.variables = variables;
        this.flags = List.of(flags);
    }

    Map<String, String> variables() {
        return variables;
    }

    List<String> furtherFlags() {
        return flags;
    }

    JvmFlags flags(JvmFlags usual) {
        return usual.and(flags);
    }
}
