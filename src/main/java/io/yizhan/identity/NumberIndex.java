package io.yizhan.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Finds an encrypted identity number by equality: a keyed hash (HMAC-SHA-256, domain-separated) with its key version in
 * front. Without the key it cannot be reversed, although there are only some 10^11 numbers.
 */
@Singleton
final class NumberIndex {
    /**
     * @param bucket 0 to 1023, where a subject of this number lives
     * @param hash key version (2 bytes) and HMAC (32 bytes)
     */
    record Entry(int bucket, byte[] hash) {}

    private static final String NUMBER_DOMAIN = "subject.number";
    private static final String BUCKET_DOMAIN = "subject.bucket";

    private final KeyRing keys;

    @Inject
    NumberIndex(IdentityConfig config) {
        this(KeyRing.parse("yizhan.identity.hash-keys", config.hashKeys()));
    }

    NumberIndex(KeyRing keys) {
        this.keys = keys;
    }

    /** What a new row is written with. */
    Entry current(IdentityNumber number) {
        return entry(keys.current(), number);
    }

    /** What an existing row may have been written with, the current key first. */
    List<Entry> all(IdentityNumber number) {
        return keys.versions().stream().map(version -> entry(version, number)).toList();
    }

    private Entry entry(short version, IdentityNumber number) {
        var key = keys.get(version);
        var kind = number.kind().word();
        var hash = Hmac.sha256(key, NUMBER_DOMAIN, kind, number.value());
        var bucket = ByteBuffer.wrap(Hmac.sha256(key, BUCKET_DOMAIN, kind, number.value()))
                .getInt();
        return new Entry(
                Math.floorMod(bucket, SubjectId.BUCKETS),
                ByteBuffer.allocate(Short.BYTES + hash.length)
                        .putShort(version)
                        .put(hash)
                        .array());
    }
}
