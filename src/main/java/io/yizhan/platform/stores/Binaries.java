package io.yizhan.platform.stores;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The servers' programs, unpacked once from the class path into a folder that outlives us. Each lands under the name
 * and version of the artifact it came from, whole or not at all, so a new version never meets an old file.
 */
final class Binaries {
    private static final Pattern ARTIFACT = Pattern.compile("([^/!]+)\\.jar!");
    private static final String EXECUTABLE = "rwxr-xr-x";

    private final Path folder;

    Binaries(Path folder) {
        this.folder = folder;
    }

    /** False in the container image, which is built without them. */
    static boolean areOnClassPath() {
        return Binaries.class.getResource("/" + postgresArchive()) != null;
    }

    /** The folder that holds {@code bin/postgres}, {@code bin/initdb} and {@code bin/pg_ctl}. */
    Path postgres() {
        return unpacked(resource(postgresArchive(), "PostgreSQL"), "PostgreSQL", Archive::unpack);
    }

    Path redisServer() {
        var name = system().equals("darwin")
                ? "redis-server-6.2.6-v5-darwin-" + (isArm() ? "arm64" : "amd64")
                : "redis-server-6.2." + (isArm() ? "7-linux-arm64" : "6-v5-linux-amd64");
        return unpacked(resource(name, "Redis"), "Redis", Binaries::copyServer).resolve("redis-server");
    }

    private static String postgresArchive() {
        return "postgres-" + system() + (isArm() ? "-arm_64" : "-x86_64") + ".txz";
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    private static URL resource(String name, String product) {
        var resource = Binaries.class.getResource("/" + name);
        if (resource == null) {
            throw new StartRefused("This build carries no embedded " + product + " for "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + ": set "
                    + (product.equals("Redis") ? "REDIS_URL" : "DATABASE_URL") + ".");
        }
        return resource;
    }

    private Path unpacked(URL source, String product, Unpacking unpacking) {
        var artifact = ARTIFACT.matcher(source.toString());
        if (!artifact.find()) {
            throw new StartRefused("The embedded " + product + " is not in a jar: " + source);
        }
        var target = folder.resolve(artifact.group(1).replaceFirst("^(io|com)\\..*\\.(?=embedded-)", ""));
        if (Files.isDirectory(target)) {
            return target;
        }
        synchronized (Binaries.class) {
            return unpackAlone(source, target, unpacking);
        }
    }

    private Path unpackAlone(URL source, Path target, Unpacking unpacking) {
        try {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var alone = channel.lock()) {
                if (Files.isDirectory(target) || !alone.isValid()) {
                    return target;
                }
                Progress.say("unpacking " + target.getFileName() + " (first start only)");
                var part = folder.resolve(target.getFileName() + ".part");
                Folders.delete(part);
                Files.createDirectories(part);
                try (var stream = new BufferedInputStream(source.openStream())) {
                    unpacking.unpack(stream, part);
                }
                return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException unpackable) {
            throw new UncheckedIOException("cannot unpack " + target.getFileName() + " into " + folder, unpackable);
        }
    }

    private static void copyServer(InputStream stream, Path target) throws IOException {
        var server = target.resolve("redis-server");
        Files.copy(stream, server);
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString(EXECUTABLE));
    }

    private interface Unpacking {
        void unpack(InputStream stream, Path target) throws IOException;
    }
}
