package io.yizhan.identity;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Versioned 256-bit keys: the first one is current, the others are kept for what was written with them. */
final class KeyRing {
    private static final int KEY_BYTES = 32;

    private final Map<Short, byte[]> keys;
    private final short current;

    private KeyRing(Map<Short, byte[]> keys) {
        this.keys = keys;
        this.current = keys.keySet().iterator().next();
    }

    /**
     * Reads {@code version:base64(32 bytes)}, comma-separated, the current one first.
     *
     * @param property named in the error, because the error stops the start
     */
    static KeyRing parse(String property, String text) {
        var keys = new LinkedHashMap<Short, byte[]>();
        for (var entry : List.of(text.strip().split("\\s*,\\s*", -1))) {
            int colon = entry.indexOf(':');
            try {
                var key = Base64.getDecoder().decode(entry.substring(colon + 1));
                if (colon < 1
                        || key.length != KEY_BYTES
                        || keys.put(Short.valueOf(entry.substring(0, colon)), key) != null) {
                    throw malformed(property);
                }
            } catch (IllegalArgumentException notANumberOrNotBase64) {
                throw malformed(property);
            }
        }
        return new KeyRing(keys);
    }

    private static IllegalStateException malformed(String property) {
        return new IllegalStateException(
                property + " must be a comma-separated list of version:base64(32 bytes) with distinct versions");
    }

    short current() {
        return current;
    }

    byte[] currentKey() {
        return get(current);
    }

    /** @throws IllegalStateException when a row was written with a key that is no longer configured */
    byte[] get(short version) {
        var key = keys.get(version);
        if (key == null) {
            throw new IllegalStateException("no key of version " + version + " is configured");
        }
        return key;
    }

    List<Short> versions() {
        return List.copyOf(keys.keySet());
    }
}
