package io.yizhan.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.yizhan.platform.config.AtLeast;
import io.yizhan.platform.config.AtMost;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "yizhan.token")
public interface TokenConfig {
    /** The {@code iss} claim: the https address other systems know the hall by. */
    String issuer();

    /** RSA private key, PKCS#8 in PEM or bare base64, at least 2048 bits. */
    String signingKey();

    /** The key that signs after the next rotation; published beforehand so that no verifier is surprised. */
    Optional<String> nextKey();

    /**
     * 32 bytes in base64. Subjects in tokens, refresh tokens and one-time codes are derived from it, so changing it
     * ends every session and renames every subject for other systems.
     */
    String pairwiseKey();

    @WithDefault("10m")
    Duration accessLifetime();

    /** A session nobody refreshes for this long ends. */
    @WithDefault("7d")
    Duration refreshIdle();

    /** A session ends after this long whatever happens. */
    @WithDefault("30d")
    Duration refreshAbsolute();

    /** The same for staff scopes: a shift. */
    @WithDefault("12h")
    Duration staffAbsolute();

    /** A refresh token presented again within this time answers with the same successor. */
    @WithDefault("10s")
    Duration reuseGrace();

    /** Signatures that may wait or run at once; beyond it requests are told to come back. */
    @WithDefault("256")
    @AtLeast(1)
    @AtMost(100_000)
    int signingQueue();

    /** Verified tokens that are remembered, about 1.3 KB each. */
    @WithDefault("10000")
    @AtLeast(0)
    int verifiedCacheSize();
}
