package io.yizhan.catalogue;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Takes the files out of an uploaded archive, into memory and within bounds that count what really comes out. Names only
 * choose among the known files; folders and files that are no CSV are passed over.
 */
final class CatalogueArchive {
    private static final int CHUNK = 8_192;
    private static final String CSV = ".csv";

    private final CatalogueConfig.Upload limits;
    private final Map<CatalogueFile, byte[]> content = new EnumMap<>(CatalogueFile.class);
    private final Findings faults = new Findings();
    private int entries;
    private long unpacked;

    private CatalogueArchive(CatalogueConfig.Upload limits) {
        this.limits = limits;
    }

    /** @throws Problem {@code catalogue-archive-unreadable} or {@code payload-too-large} */
    static CatalogueFiles open(byte[] archive, CatalogueConfig.Upload limits) {
        var opened = new CatalogueArchive(limits);
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            opened.readAll(zip);
        } catch (ZipException | IllegalArgumentException broken) {
            throw unreadable();
        } catch (IOException truncated) {
            throw unreadable();
        }
        if (opened.entries == 0) {
            throw unreadable();
        }
        return new CatalogueFiles(opened.content, opened.faults);
    }

    private void readAll(ZipInputStream zip) throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++entries > limits.maxEntries()) {
                throw tooLarge();
            }
            var bytes = read(zip);
            if (!entry.isDirectory() && entry.getName().endsWith(CSV)) {
                take(fileName(entry.getName()), bytes);
            }
        }
    }

    private byte[] read(ZipInputStream zip) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK];
        for (int read = zip.read(chunk); read >= 0; read = zip.read(chunk)) {
            unpacked += read;
            if (unpacked > limits.maxUnpacked()) {
                throw tooLarge();
            }
            bytes.write(chunk, 0, read);
        }
        return bytes.toByteArray();
    }

    private void take(String name, byte[] bytes) {
        Optional<CatalogueFile> known = CatalogueFile.find(name);
        if (known.isEmpty()) {
            faults.report(name, Reason.FILE_UNKNOWN);
        } else if (content.putIfAbsent(known.get(), bytes) != null) {
            faults.report(name, Reason.FILE_TWICE);
        }
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Problem unreadable() {
        return Problem.of(
                ProblemType.CATALOGUE_ARCHIVE_UNREADABLE,
                "请上传未加密的 ZIP 文件。",
                "Send a ZIP archive that is not encrypted.");
    }

    static Problem tooLarge() {
        return Problem.of(
                ProblemType.PAYLOAD_TOO_LARGE, "目录压缩包或其内容过大。", "The archive, or what it unpacks to, is too large.");
    }
}
