package io.yizhan.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts personal data at rest: AES-256-GCM, stored as key version (2 bytes), nonce (12), ciphertext with tag. Table,
 * column and row id are associated data, so a value copied into another row does not decrypt. Random nonces are safe
 * below 2^32 values per key.
 */
@Singleton
public final class PersonalCipher {
    /** Where a value stands. */
    public record Column(String table, String name) {}

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyRing keys;

    @Inject
    PersonalCipher(IdentityConfig config) {
        this(KeyRing.parse("yizhan.identity.encryption-keys", config.encryptionKeys()));
    }

    PersonalCipher(KeyRing keys) {
        this.keys = keys;
    }

    public byte[] encrypt(Column column, UUID row, String plain) {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        var sealed = apply(
                Cipher.ENCRYPT_MODE, keys.currentKey(), nonce, column, row, plain.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(Short.BYTES + NONCE_BYTES + sealed.length)
                .putShort(keys.current())
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** @throws IllegalStateException when the value was altered, moved from another row, or its key is gone */
    public String decrypt(Column column, UUID row, byte[] stored) {
        var buffer = ByteBuffer.wrap(stored);
        var key = keys.get(buffer.getShort());
        var nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        var sealed = new byte[buffer.remaining()];
        buffer.get(sealed);
        return new String(apply(Cipher.DECRYPT_MODE, key, nonce, column, row, sealed), StandardCharsets.UTF_8);
    }

    private static byte[] apply(int mode, byte[] key, byte[] nonce, Column column, UUID row, byte[] input) {
        try {
            var cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((column.table() + "." + column.name() + ":" + row).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("cannot decrypt " + column.table() + "." + column.name(), failed);
        }
    }
}
