package io.yizhan.identity;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How this feature's values are written to and read from PostgreSQL columns. */
final class Values {
    private Values() {}

    static OffsetDateTime time(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime time(Optional<Instant> moment) {
        return moment.map(Values::time).orElse(null);
    }

    static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static Optional<Instant> optionalTime(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    static Buffer bytes(byte[] value) {
        return Buffer.buffer(value);
    }

    static byte[] bytes(Row row, String column) {
        return row.getBuffer(column).getBytes();
    }

    static Optional<SubjectId> optionalSubject(Row row, String column) {
        return Optional.ofNullable(row.getUUID(column)).map(SubjectId::of);
    }
}
