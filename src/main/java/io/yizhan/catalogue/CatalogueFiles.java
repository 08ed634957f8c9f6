package io.yizhan.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The bytes of a catalogue's files, not looked into yet.
 *
 * @param content what each file holds; a file that is missing has no entry
 * @param faults what was wrong with the set of files itself
 */
record CatalogueFiles(Map<CatalogueFile, byte[]> content, Findings faults) {
    private static final String PACKAGED = "/catalogue/";

    static CatalogueFiles of(Map<CatalogueFile, byte[]> content) {
        return new CatalogueFiles(content, new Findings());
    }

    static CatalogueFiles ofFolder(Path folder) throws IOException {
        var content = new EnumMap<CatalogueFile, byte[]>(CatalogueFile.class);
        for (var file : CatalogueFile.values()) {
            var path = folder.resolve(file.fileName());
            if (Files.exists(path)) {
                content.put(file, Files.readAllBytes(path));
            }
        }
        return of(content);
    }

    /** The catalogue that comes with the application. */
    static CatalogueFiles packaged() throws IOException {
        var content = new EnumMap<CatalogueFile, byte[]>(CatalogueFile.class);
        for (var file : CatalogueFile.values()) {
            try (InputStream stream = CatalogueFiles.class.getResourceAsStream(PACKAGED + file.fileName())) {
                if (stream != null) {
                    content.put(file, stream.readAllBytes());
                }
            }
        }
        return of(content);
    }

    /** SHA-256 over names, lengths and contents, in hexadecimal. */
    String digest() {
        var sha256 = sha256();
        for (var file : CatalogueFile.values()) {
            var bytes = content.getOrDefault(file, new byte[0]);
            sha256.update(file.fileName().getBytes(StandardCharsets.UTF_8));
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array());
            sha256.update(bytes);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
