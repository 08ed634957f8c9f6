package io.yizhan.material;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Content in a folder: {@code content/ab/cd…}, written once, synced to disk before it is named. */
@Singleton
final class FolderBlobStore implements BlobStore {
    /** No upload takes so long. */
    private static final Duration IN_USE = Duration.ofMinutes(30);

    private final Vertx vertx;
    private final Clock clock;
    private final Path content;
    private final Path staging;

    FolderBlobStore(Vertx vertx, Clock clock, MaterialConfig config) {
        this.vertx = vertx;
        this.clock = clock;
        this.content = config.folder().toAbsolutePath().resolve("content");
        this.staging = config.folder().toAbsolutePath().resolve("staging");
    }

    void open(@Observes StartupEvent started) throws IOException {
        Files.createDirectories(content);
        Files.createDirectories(staging);
    }

    @Override
    public Uni<Path> stage() {
        return Uni.createFrom().item(() -> staging.resolve(UUID.randomUUID().toString()));
    }

    @Override
    public Uni<Void> put(String key, Path staged) {
        return vertx.executeBlocking(Uni.createFrom().item(Unchecked.supplier(() -> moveDurably(staged, key))), false);
    }

    @Override
    public Uni<AsyncFile> get(String key) {
        return vertx.fileSystem()
                .open(
                        place(key).toString(),
                        new OpenOptions().setRead(true).setWrite(false).setCreate(false))
                .onFailure(io.vertx.core.file.FileSystemException.class)
                .transform(missing -> Materials.notFound());
    }

    private Path shelf(String key) {
        return content.resolve(key.substring(0, 2));
    }

    private Path place(String key) {
        return shelf(key).resolve(key.substring(2));
    }

    private Void moveDurably(Path staged, String key) throws IOException {
        var place = place(key);
        if (isThere(place)) {
            Files.deleteIfExists(staged);
            return null;
        }
        sync(staged, StandardOpenOption.WRITE);
        Files.createDirectories(shelf(key));
        Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
        sync(shelf(key), StandardOpenOption.READ);
        sync(content, StandardOpenOption.READ);
        return null;
    }

    /** Also says that it is wanted, to whoever is about to discard it. */
    private boolean isThere(Path place) throws IOException {
        try {
            Files.setLastModifiedTime(place, FileTime.from(clock.instant()));
            return true;
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    @Override
    public Uni<Void> discard(String key) {
        return vertx.executeBlocking(Uni.createFrom().item(Unchecked.supplier(() -> remove(key))), false);
    }

    /** Out of the way first, so that a put that comes now brings its own; then looked at whether one came just before. */
    private Void remove(String key) throws IOException {
        var place = place(key);
        var aside = staging.resolve("discarded-" + key);
        try {
            Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return null;
        }
        if (Files.getLastModifiedTime(aside).toInstant().isAfter(clock.instant().minus(IN_USE))) {
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
            throw new IllegalStateException("content is being put at this moment");
        }
        Files.delete(aside);
        return null;
    }

    private static void sync(Path path, StandardOpenOption mode) throws IOException {
        try (var channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
