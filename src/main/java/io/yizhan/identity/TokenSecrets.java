package io.yizhan.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Base64;

/** Derives the separate keys of sealing, refresh tokens and one-time codes from the one configured secret. */
@Singleton
final class TokenSecrets {
    private static final int KEY_BYTES = 32;

    private final byte[] master;

    @Inject
    TokenSecrets(TokenConfig config) {
        this(decode(config.pairwiseKey()));
    }

    TokenSecrets(byte[] master) {
        this.master = master.clone();
    }

    private static byte[] decode(String text) {
        try {
            var key = Base64.getDecoder().decode(text.strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // the sentence below says it
        }
        throw new IllegalStateException("yizhan.token.pairwise-key must be the base64 of 32 bytes");
    }

    /** A 256-bit key that reveals nothing about the keys of other purposes. */
    byte[] keyFor(String... purpose) {
        return Hmac.sha256(master, purpose);
    }
}
