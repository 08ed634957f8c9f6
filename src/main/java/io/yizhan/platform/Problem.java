package io.yizhan.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An expected failure, thrown anywhere and answered as {@code application/problem+json}. It carries no stack trace.
 * Nothing in it may hold personal data, SQL or class names: all of it is shown to the client.
 */
public final class Problem extends RuntimeException {
    /**
     * One thing to fix.
     *
     * @param pointer JSON pointer into the body, or {@code header:Name}, {@code query:name}, {@code file:line:column}
     * @param code stable word for programs
     * @param location further members that say where, for clients that would rather not take the pointer apart
     */
    public record Fault(String pointer, String code, Text detail, Map<String, Object> location) {
        public Fault(String pointer, String code, Text detail) {
            this(pointer, code, detail, Map.of());
        }
    }

    private final transient ProblemType type;
    private final transient @Nullable Text detail;
    private final transient List<Fault> faults;
    private final transient Map<String, Object> extensions;
    private final transient Map<String, String> headers;

    private Problem(
            ProblemType type,
            @Nullable Text detail,
            List<Fault> faults,
            Map<String, Object> extensions,
            Map<String, String> headers) {
        super(type.slug(), null, false, false);
        this.type = type;
        this.detail = detail;
        this.faults = faults;
        this.extensions = extensions;
        this.headers = headers;
    }

    public static Problem of(ProblemType type) {
        return new Problem(type, null, List.of(), Map.of(), Map.of());
    }

    public static Problem of(ProblemType type, String zh, String en) {
        return of(type).detail(zh, en);
    }

    /** What happened here and what to do next. */
    public Problem detail(String zh, String en) {
        return new Problem(type, new Text(zh, en), faults, extensions, headers);
    }

    public Problem fault(String pointer, String code, String zh, String en) {
        var more = new ArrayList<>(faults);
        more.add(new Fault(pointer, code, new Text(zh, en)));
        return new Problem(type, detail, List.copyOf(more), extensions, headers);
    }

    public Problem faults(List<Fault> all) {
        return new Problem(type, detail, List.copyOf(all), extensions, headers);
    }

    /** A member beside the standard ones, such as the present state of the object. */
    public Problem with(String name, Object value) {
        var more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Problem(type, detail, faults, more, headers);
    }

    public Problem header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(type, detail, faults, extensions, more);
    }

    public Problem retryAfter(Duration wait) {
        return header("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }

    public ProblemType type() {
        return type;
    }

    public Optional<Text> detail() {
        return Optional.ofNullable(detail);
    }

    public List<Fault> faults() {
        return faults;
    }

    public Map<String, Object> extensions() {
        return extensions;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
