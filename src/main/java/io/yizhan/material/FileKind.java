package io.yizhan.material;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.apache.tika.Tika;

/** What a file is, by its content; its name and the type a client declares count for nothing. */
final class FileKind {
    static final String OFD = "application/ofd";
    private static final Set<String> ACCEPTED = Set.of("image/jpeg", "image/png", "application/pdf");
    private static final Tika TIKA = new Tika();

    private FileKind() {}

    /** The media type of an acceptable file; blocking. Fails with {@code file-type-refused}. */
    static String of(Path file, long maxPixels) throws IOException {
        var type = detect(file);
        if (type.equals("application/zip") && isOfd(file)) {
            return OFD;
        }
        if (!ACCEPTED.contains(type)) {
            throw refused();
        }
        if (type.startsWith("image/")) {
            checkPixels(file, maxPixels);
        }
        return type;
    }

    private static String detect(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            return TIKA.detect(stream);
        }
    }

    /** GB/T 33190: an OFD document is a zip package whose root holds OFD.xml. */
    private static boolean isOfd(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.getEntry("OFD.xml") != null;
        } catch (IOException damaged) {
            return false;
        }
    }

    private static void checkPixels(Path file, long maxPixels) throws IOException {
        try (var stream = ImageIO.createImageInputStream(file.toFile())) {
            var readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw refused();
            }
            var reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > maxPixels) {
                    throw Problem.of(
                            ProblemType.FILE_TOO_LARGE,
                            "图片像素过多，请缩小后再传。",
                            "The picture has too many pixels; reduce it.");
                }
            } catch (IOException damaged) {
                throw refused();
            } finally {
                reader.dispose();
            }
        }
    }

    private static Problem refused() {
        return Problem.of(
                ProblemType.FILE_TYPE_REFUSED,
                "请上传 JPEG、PNG、PDF 或 OFD 文件；按内容识别，与文件名无关。",
                "Upload a JPEG, PNG, PDF or OFD file; the content decides, not the name.");
    }
}
