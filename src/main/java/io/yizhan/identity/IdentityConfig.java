package io.yizhan.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.yizhan.platform.config.AtLeast;
import io.yizhan.platform.config.AtMost;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "yizhan.identity")
public interface IdentityConfig {
    /** AES-256 keys as {@code version:base64}, comma-separated; the first one encrypts, all of them decrypt. */
    String encryptionKeys();

    /** Keys of the blind index as {@code version:base64}, comma-separated; the first one writes, all are looked up. */
    String hashKeys();

    /** Accepts numbers of the non-existing region 00, so that no demonstration person can be a real one. */
    @WithDefault("false")
    boolean demoRegion();

    Code code();

    /** JSON file with {@code kind, number, name, phone} of the first administrator; read while there is none. */
    Optional<Path> firstAdministratorFile();

    interface Code {
        /** Shows the one-time code in the answer instead of sending it. Never outside development, demo and tests. */
        @WithDefault("false")
        boolean demo();

        /** Where one-time codes are handed over for delivery: {@code POST} of {@code phone, code, expiresAt}. */
        Optional<URI> gatewayUrl();

        /** Sent to the gateway as bearer token. */
        Optional<String> gatewayToken();

        @WithDefault("5s")
        Duration gatewayTimeout();

        @WithDefault("5m")
        Duration lifetime();

        /** At least this long between two codes for one identity number, so that nobody's phone is flooded. */
        @WithDefault("60s")
        Duration interval();

        /** Wrong codes until a sign-in is spent. */
        @WithDefault("5")
        @AtLeast(1)
        @AtMost(10)
        int attempts();

        /** Upper bound of the delay that doubles with every wrong code. */
        @WithDefault("5m")
        Duration longestDelay();
    }
}
