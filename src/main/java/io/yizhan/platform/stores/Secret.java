package io.yizhan.platform.stores;

/**
 * The keys the application cannot start without. Production has no default for any of them; development and demo make
 * their own at the first start ({@link LocalKeys}).
 */
enum Secret {
    /** AES-256-GCM for identity numbers: {@code version:base64(32 bytes)}, comma-separated, the first encrypts. */
    IDENTITY_ENCRYPTION_KEYS("yizhan.identity.encryption-keys", KeyFormat.VERSIONED),

    /** HMAC-SHA-256 for looking identity numbers up, same form; the first is written, all are searched. */
    IDENTITY_HASH_KEYS("yizhan.identity.hash-keys", KeyFormat.VERSIONED),

    /** Signs access tokens, RS256: PKCS#8 RSA private key of at least 2048 bits, as PEM or as base64 of the DER. */
    TOKEN_SIGNING_KEY("yizhan.token.signing-key", KeyFormat.RSA),

    /** Published beside the first while keys are exchanged; same form, may be absent. */
    TOKEN_NEXT_KEY("yizhan.token.next-key", KeyFormat.RSA),

    /** Makes the opaque subject of a token differ per audience: base64 of 32 bytes. */
    TOKEN_PAIRWISE_KEY("yizhan.token.pairwise-key", KeyFormat.PLAIN),

    /** Keys the ETags of public progress, so that they do not tell row versions: base64 of 32 bytes. */
    PROGRESS_ETAG_KEY("yizhan.progress.etag-key", KeyFormat.PLAIN);

    private final String property;
    private final KeyFormat format;

    Secret(String property, KeyFormat format) {
        this.property = property;
        this.format = format;
    }

    String property() {
        return property;
    }

    /** As an environment names it. */
    String variable() {
        return Variable.nameOf(property);
    }

    boolean isOptional() {
        return this == TOKEN_NEXT_KEY;
    }

    String description() {
        return format.description();
    }

    String generate() {
        return format.generate();
    }

    /** @throws StartRefused naming the variable and the form, never the value */
    void check(String value) {
        if (!format.accepts(value)) {
            throw new StartRefused(variable() + " is malformed: it must be " + format.description() + ".");
        }
    }
}
