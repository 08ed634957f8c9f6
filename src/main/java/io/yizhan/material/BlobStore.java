package io.yizhan.material;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.file.AsyncFile;
import java.nio.file.Path;

/**
 * Content by key, with the verbs of an object store, so that a bucket can take the folder's place.
 * A key is the SHA-256 of the content in hexadecimal; content never changes under its key.
 */
interface BlobStore {
    /** Takes over a staged file; when this completes the content survives a power cut. Repeating it changes nothing. */
    Uni<Void> put(String key, Path staged);

    /** The content, from its beginning. Fails with {@code material-not-found} when it is not there. */
    Uni<AsyncFile> get(String key);

    /** Where to stage a file so that {@link #put} is a rename. */
    Uni<Path> stage();

    /**
     * Removes content, unless somebody has put the same within the last half hour. Fails when it was, so that whoever asked may
     * ask again; repeating it changes nothing.
     */
    Uni<Void> discard(String key);
}
