package io.yizhan.material;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.timer.DueTimer;
import io.yizhan.platform.timer.TimerHandler;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Removes content that nothing names any more. The timer's key is the first half of its digest. */
@Singleton
class DiscardContent implements TimerHandler {
    static final String KIND = "material.discard";

    private static final String UNNAMED = """
            delete from blob b
            where substr(b.sha256, 1, 16) = $1 and not exists (select from material m where m.sha256 = b.sha256)
              and not exists (select from blob_name n where n.sha256 = b.sha256)
            returning b.sha256
            """;

    private final BlobStore blobs;

    DiscardContent(BlobStore blobs) {
        this.blobs = blobs;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> fire(SqlConnection transaction, DueTimer timer) {
        var prefix = ByteBuffer.allocate(16)
                .putLong(timer.key().getMostSignificantBits())
                .putLong(timer.key().getLeastSignificantBits())
                .array();
        return transaction
                .preparedQuery(UNNAMED)
                .execute(Tuple.of(Buffer.buffer(prefix)))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : blobs.discard(HexFormat.of()
                                .formatHex(rows.iterator()
                                        .next()
                                        .getBuffer("sha256")
                                        .getBytes())));
    }
}
