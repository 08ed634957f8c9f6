package io.yizhan.platform.stores;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder that belongs to one running JVM at a time. A live reload starts the application again in the same JVM
 * with new classes, so what this JVM already owns is remembered in a system property, the only memory both share.
 */
final class DataFolder {
    private static final String OPEN_FOLDERS = "io.yizhan.open-data-folders";

    private final Path path;
    private final @Nullable FileLock lock;

    private DataFolder(Path path, @Nullable FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws StartRefused when another process uses the folder */
    static DataFolder open(Path path) {
        return tryOpen(path)
                .orElseThrow(() -> new StartRefused("The data folder " + path
                        + " is in use by another Yizhan" + owner(path)
                        + ": stop it, or give this one its own folder with"
                        + " YIZHAN_DATA."));
    }

    /** Empty when another process uses the folder. */
    static Optional<DataFolder> tryOpen(Path path) {
        if (openFolders().contains(path.toString())) {
            return Optional.of(new DataFolder(path, null));
        }
        Folders.createPrivate(path);
        try {
            var lock = tryLock(path.resolve("lock"));
            if (lock == null) {
                return Optional.empty();
            }
            remember(path);
            return Optional.of(new DataFolder(path, lock));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot lock " + path, unwritable);
        }
    }

    private static @Nullable FileLock tryLock(Path file) throws IOException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        try {
            var lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return null;
            }
            var owner = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0).write(ByteBuffer.wrap(owner));
            return lock;
        } catch (OverlappingFileLockException ours) {
            channel.close();
            return null;
        }
    }

    private static String owner(Path path) {
        try {
            var pid = Files.readString(path.resolve("lock")).strip();
            return pid.isEmpty() ? "" : " (process " + pid + ")";
        } catch (IOException unreadable) {
            return "";
        }
    }

    Path path() {
        return path;
    }

    /** False after a live reload: lock and shutdown hook are there already. */
    boolean isNewToThisJvm() {
        return lock != null;
    }

    /** Whoever holds this holds the folder: a lock is lost when its channel is collected. */
    Optional<FileLock> lock() {
        return Optional.ofNullable(lock);
    }

    void close() {
        var folders = openFolders();
        folders.remove(path.toString());
        System.setProperty(OPEN_FOLDERS, String.join(File.pathSeparator, folders));
        if (lock != null) {
            try {
                lock.channel().close();
            } catch (IOException unclosable) {
                throw new UncheckedIOException("cannot release " + path, unclosable);
            }
        }
    }

    private static void remember(Path path) {
        var folders = openFolders();
        folders.add(path.toString());
        System.setProperty(OPEN_FOLDERS, String.join(File.pathSeparator, folders));
    }

    private static Set<String> openFolders() {
        var folders = System.getProperty(OPEN_FOLDERS, "");
        return new LinkedHashSet<>(Arrays.asList(folders.split(File.pathSeparator, -1)));
    }
}
