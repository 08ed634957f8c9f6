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

    /** One address may hold as many as wait, the server takes their connections, and they fit the heap. */
    ROOM_FOR_WAITING(
            Map.of("YIZHAN_PROGRESS_MAX_WAITING_PER_CLIENT", "20000", "QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS", "20000"),
            "-Xmx512m");

    private final Map<String, String> variables;
    private final List<String> flags;

    Wiring(Map<String, String> variables, String... flags) {
        this.variables = variables;
        this.flags = List.of(flags);
    }

    Map<String, String> variables() {
        return variables;
    }

    JvmFlags flags(JvmFlags usual) {
        return usual.and(flags);
    }
}
