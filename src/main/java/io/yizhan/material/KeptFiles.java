package io.yizhan.material;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Takes in files and gives them back, also those that are in nobody's space: streamed to disk, recognised by content, limited in size,
 * stored under their digest.
 *
 * <p>Owns {@code blob_name}: what besides materials names a content, by {@code kind} and {@code id}, so that it is never discarded.
 */
@Singleton
public final class KeptFiles {
    private static final String NAME = """
            with stored as (
                insert into blob (sha256, size, media_type, created_at) values ($3, $4, $5, $6)
                on conflict on constraint blob_pkey do nothing
            )
            insert into blob_name (kind, id, sha256) values ($1, $2, $3)
            """;

    private final ReceivingUpload receiving;
    private final BlobStore blobs;
    private final Vertx vertx;

    KeptFiles(ReceivingUpload receiving, BlobStore blobs, Vertx vertx) {
        this.receiving = receiving;
        this.blobs = blobs;
        this.vertx = vertx;
    }

    /**
     * A file as it came.
     *
     * @param fields of the form beside it
     */
    public record Kept(byte[] sha256, long size, String mediaType, Map<String, String> fields) {}

    /**
     * Receives the one file of a multipart body. When this completes the content survives a power cut; of a file that is refused, by its
     * content or by {@code described}, nothing stays.
     */
    public <T> Uni<T> keep(HttpServerRequest request, Function<Kept, T> described) {
        return receiving.receive(request).chain(received -> recognised(received)
                .map(described)
                .onFailure()
                .call(refused -> discard(received))
                .call(() -> blobs.put(HexFormat.of().formatHex(received.sha256()), received.file())));
    }

    private Uni<Kept> recognised(ReceivingUpload.Received received) {
        return vertx.executeBlocking(
                        Uni.createFrom().item(Unchecked.supplier(() -> receiving.kindOf(received.file()))), false)
                .map(mediaType -> new Kept(received.sha256(), received.size(), mediaType, received.fields()));
    }

    private Uni<Void> discard(ReceivingUpload.Received received) {
        return vertx.executeBlocking(
                        Uni.createFrom().item(Unchecked.supplier(() -> Files.deleteIfExists(received.file()))), false)
                .replaceWithVoid();
    }

    /** The content has a use now: in the transaction that writes what uses it. */
    public Uni<Void> name(
            SqlConnection transaction, String kind, UUID id, byte[] sha256, long size, String mediaType, Instant at) {
        return transaction
                .preparedQuery(NAME)
                .execute(Tuple.of(kind, id, Buffer.buffer(sha256), size, mediaType, at.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** From its beginning. */
    public Uni<AsyncFile> content(byte[] sha256) {
        return blobs.get(HexFormat.of().formatHex(sha256));
    }
}
