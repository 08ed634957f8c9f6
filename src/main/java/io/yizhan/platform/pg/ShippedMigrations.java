package io.yizhan.platform.pg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/** The migrations of this build, by file name, with the checksum Flyway gives each: a CRC-32 of the text without its line ends. */
final class ShippedMigrations {
    static final String FOLDER = "db/migration";

    private static final String SUFFIX = ".sql";

    private ShippedMigrations() {}

    /** From where this class comes from, a jar or a folder of classes. */
    static Map<String, Integer> read() {
        try {
            var origin = Path.of(ShippedMigrations.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isDirectory(origin) ? ofFolder(origin.resolve(FOLDER)) : ofJar(origin);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException noPath) {
            throw new IllegalStateException(noPath);
        }
    }

    private static Map<String, Integer> ofFolder(Path folder) throws IOException {
        var checksums = new HashMap<String, Integer>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var file : files) {
                checksums.put(file.getFileName().toString(), checksum(Files.readAllBytes(file)));
            }
        }
        return checksums;
    }

    private static Map<String, Integer> ofJar(Path jar) throws IOException {
        var prefix = FOLDER + "/";
        var checksums = new HashMap<String, Integer>();
        try (var file = new JarFile(jar.toFile(), false)) {
            for (var entries = file.entries().asIterator(); entries.hasNext(); ) {
                var entry = entries.next();
                if (entry.getName().startsWith(prefix) && entry.getName().endsWith(SUFFIX)) {
                    try (InputStream content = file.getInputStream(entry)) {
                        checksums.put(entry.getName().substring(prefix.length()), checksum(content.readAllBytes()));
                    }
                }
            }
        }
        return checksums;
    }

    private static int checksum(byte[] text) {
        var crc = new CRC32();
        var begin = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                crc.update(text, begin, i - begin);
                begin = i + 1;
            }
        }
        crc.update(text, begin, text.length - begin);
        return (int) crc.getValue();
    }
}
