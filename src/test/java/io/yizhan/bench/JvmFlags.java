package io.yizhan.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How every server of a run is started, ours and the baseline's alike.
 *
 * @param java the executable
 */
record JvmFlags(String java, List<String> flags) {
    /** A heap as in a small container, and the collector the JVM takes there by itself, below 1,792 MiB. */
    static final List<String> DEFAULT = List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC");

    static JvmFlags of(List<String> flags) {
        return new JvmFlags(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), flags);
    }

    /** The last of contrary flags counts. */
    JvmFlags and(List<String> further) {
        return new JvmFlags(
                java, Stream.concat(flags.stream(), further.stream()).toList());
    }

    @Override
    public String toString() {
        return String.join(" ", flags);
    }
}
