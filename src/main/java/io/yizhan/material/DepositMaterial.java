package io.yizhan.material;

import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.mutiny.core.Vertx;
import io.yizhan.identity.AuthenticatedCaller;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Puts a document that is already in memory into a subject's space, as if they had uploaded it. */
@Singleton
public final class DepositMaterial {
    private final BlobStore blobs;
    private final Materials materials;
    private final Vertx vertx;

    DepositMaterial(BlobStore blobs, Materials materials, Vertx vertx) {
        this.blobs = blobs;
        this.materials = materials;
        this.vertx = vertx;
    }

    /** A document as its maker knows it. */
    public record Document(
            String materialType,
            String issuer,
            Optional<LocalDate> issuedOn,
            Optional<LocalDate> validUntil,
            byte[] content,
            String mediaType) {}

    /** The material's id; the same document deposited again is the same material until it is handed in. */
    public Uni<UUID> deposit(AuthenticatedCaller holder, Document document) {
        var upload = upload(document);
        return blobs.stage()
                .call(staged -> write(staged, document.content()))
                .chain(staged -> blobs.put(HexFormat.of().formatHex(upload.sha256()), staged))
                .chain(() -> materials.keep(
                        UuidCreator.getTimeOrderedEpoch(), holder, upload, Long.MAX_VALUE / 2, "deposit"))
                .map(Materials.Kept::id);
    }

    private Uni<Path> write(Path staged, byte[] content) {
        return vertx.executeBlocking(
                Uni.createFrom().item(Unchecked.supplier(() -> Files.write(staged, content))), false);
    }

    private static Upload upload(Document document) {
        return new Upload(
                document.materialType(),
                document.issuer(),
                document.issuedOn(),
                Optional.empty(),
                document.validUntil(),
                Optional.empty(),
                sha256(document.content()),
                document.content().length,
                document.mediaType());
    }

    private static byte[] sha256(byte[] content) {
        return Unchecked.supplier(() -> MessageDigest.getInstance("SHA-256").digest(content))
                .get();
    }
}
