package io.yizhan.platform.stores;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Random keys for development, demo and tests, made at the first start and kept in {@code keys.properties} beside the
 * data they encrypt, readable for the owner only.
 */
public final class LocalKeys {
    private LocalKeys() {}

    /** Every key by its property name. */
    public static Map<String, String> in(Path folder) {
        var file = folder.resolve("keys.properties");
        var keys = read(file);
        var found = keys.size();
        for (var secret : Secret.values()) {
            keys.computeIfAbsent(secret.property(), missing -> secret.generate());
        }
        if (keys.size() > found) {
            var lines = new StringBuilder();
            keys.forEach(
                    (name, key) -> lines.append(name).append('=').append(key).append('\n'));
            Folders.writePrivate(file, lines.toString());
        }
        return keys;
    }

    private static Map<String, String> read(Path file) {
        var keys = new TreeMap<String, String>();
        if (!Files.exists(file)) {
            return keys;
        }
        try {
            var lines = new Properties();
            lines.load(new StringReader(Files.readString(file)));
            lines.stringPropertyNames().forEach(name -> keys.put(name, lines.getProperty(name)));
            return keys;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
