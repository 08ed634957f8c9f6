package io.yizhan.identity;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The name of a subject towards one audience: its id put through AES, a permutation of 16 bytes, under a key of that
 * audience. The same subject always gets the same name there, two audiences cannot tell that they speak of the same
 * person, and we read a name back without a lookup.
 */
@Singleton
final class PairwiseSubjects {
    private static final int BLOCK_BYTES = 16;

    private final TokenSecrets secrets;

    PairwiseSubjects(TokenSecrets secrets) {
        this.secrets = secrets;
    }

    String seal(SubjectId subject, String audience) {
        var plain = ByteBuffer.allocate(BLOCK_BYTES)
                .putLong(subject.value().getMostSignificantBits())
                .putLong(subject.value().getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(permute(Cipher.ENCRYPT_MODE, audience, plain));
    }

    /** Empty when the name was not made here for this audience. */
    Optional<SubjectId> open(String name, String audience) {
        byte[] sealed;
        try {
            sealed = Base64.getUrlDecoder().decode(name);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (sealed.length != BLOCK_BYTES) {
            return Optional.empty();
        }
        var plain = ByteBuffer.wrap(permute(Cipher.DECRYPT_MODE, audience, sealed));
        var id = new UUID(plain.getLong(), plain.getLong());
        return SubjectId.isWellFormed(id) ? Optional.of(SubjectId.of(id)) : Optional.empty();
    }

    private byte[] permute(int mode, String audience, byte[] block) {
        try {
            // one block, never chained: the missing mode of operation is what makes it a permutation of ids
            var cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(secrets.keyFor("pairwise subject", audience), "AES"));
            return cipher.doFinal(block);
        } catch (GeneralSecurityException unavailable) {
            throw new IllegalStateException(unavailable);
        }
    }
}
