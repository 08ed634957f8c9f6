package io.yizhan.platform.redis;

/**
 * Hears what a {@link NearCache} hears from Redis, on the event loop of the connection that tells it, after the entry is
 * gone: it must not block. A change made by this process is heard like any other.
 */
public interface NearListener<K> {
    /** Something was written, expired or was evicted under this key, whether it was held here or not. */
    void changed(K key);

    /** Anything may have changed: everything that was held is gone. */
    void flushed();

    static <K> NearListener<K> none() {
        return new NearListener<>() {
            @Override
            public void changed(K key) {}

            @Override
            public void flushed() {}
        };
    }
}
