package io.yizhan.identity;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * An opaque refresh token: the bucket of its session, so that it is found without a lookup, and 256 random bits. Only
 * its SHA-256 is stored. Printing it shows nothing.
 */
final class RefreshToken {
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private RefreshToken(byte[] bytes) {
        this.bytes = bytes;
    }

    static RefreshToken random(int bucket) {
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return of(bucket, secret);
    }

    private static RefreshToken of(int bucket, byte[] secret) {
        return new RefreshToken(ByteBuffer.allocate(Short.BYTES + SECRET_BYTES)
                .putShort((short) bucket)
                .put(secret)
                .array());
    }

    /** Empty when the text cannot be a refresh token. */
    static Optional<RefreshToken> parse(String text) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            var token = new RefreshToken(bytes);
            return bytes.length == Short.BYTES + SECRET_BYTES
                            && token.bucket() >= 0
                            && token.bucket() < SubjectId.BUCKETS
                    ? Optional.of(token)
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /**
     * The one token that follows this one. Derived, not drawn, so that a client whose answer was lost gets the same one
     * again; without the key nobody can derive it, without this token not even we can.
     */
    RefreshToken successor(byte[] key) {
        return of(bucket(), Hmac.sha256(key, bytes));
    }

    short bucket() {
        return bytes.length < Short.BYTES ? -1 : ByteBuffer.wrap(bytes).getShort();
    }

    byte[] hash() {
        return Hmac.digest(bytes);
    }

    /** The token itself, for the client. */
    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "refresh token";
    }
}
