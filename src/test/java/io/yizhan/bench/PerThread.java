package io.yizhan.bench;

import java.util.Map;

/**
 * What the threads of a server have used so far, by thread.
 *
 * @param <K> what names a thread
 */
record PerThread<K>(Map<K, Long> used) {
    /** A thread that has begun since counts whole, one that has ended not at all. */
    long since(PerThread<K> earlier) {
        return used.entrySet().stream()
                .mapToLong(now -> now.getValue() - earlier.used.getOrDefault(now.getKey(), 0L))
                .sum();
    }
}
