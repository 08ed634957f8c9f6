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
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Content in a folder: {@code content/ab/cd…}, written once, synced to disk before it is named. */
@Singleton
final class FolderBlobStore implements BlobStore {
    private final Vertx vertx;
    private final Path content;
    private final Path staging;

    FolderBlobStore(Vertx vertx, MaterialConfig config) {
        this.vertx = vertx;
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
        if (Files.exists(place)) {
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

    private static void sync(Path path, StandardOpenOption mode) throws IOException {
        try (var channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
