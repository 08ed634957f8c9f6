package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The internal id of a person, an organisation or a device: a UUIDv7 whose last ten bits are the bucket, so that every
 * row, key and shard of a subject is found without a lookup. It never leaves the service in a token; there the subject
 * is sealed per audience.
 */
@Schema(type = SchemaType.STRING, format = "uuid")
public record SubjectId(UUID value) {
    /** Buckets run from 0 to 1023. */
    public static final int BUCKETS = 1024;

    private static final int VERSION = 7;
    private static final int VARIANT = 2;

    public SubjectId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a subject id");
        }
    }

    public static SubjectId of(UUID value) {
        return new SubjectId(value);
    }

    /** @throws IllegalArgumentException when the text is not a UUIDv7 */
    @JsonCreator
    public static SubjectId parse(String text) {
        return new SubjectId(UUID.fromString(text));
    }

    /** A new id; two of the same millisecond differ in 64 random bits. */
    static SubjectId next(Instant now, int bucket) {
        return new SubjectId(inBucket(now, bucket));
    }

    /** A new UUIDv7 for a row that belongs to a subject of this bucket. */
    static UUID inBucket(Instant now, int bucket) {
        if (bucket < 0 || bucket >= BUCKETS) {
            throw new IllegalArgumentException("bucket out of range");
        }
        var random = UuidCreator.getTimeOrderedEpoch(now);
        return new UUID(random.getMostSignificantBits(), random.getLeastSignificantBits() & -(long) BUCKETS | bucket);
    }

    /** The bucket of any id made by {@link #inBucket}. */
    static int bucketOf(UUID id) {
        return (int) (id.getLeastSignificantBits() & (BUCKETS - 1));
    }

    static boolean isWellFormed(UUID value) {
        return value.version() == VERSION && value.variant() == VARIANT;
    }

    public int bucket() {
        return bucketOf(value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}
