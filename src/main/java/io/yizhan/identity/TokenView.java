package io.yizhan.identity;

import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * @param expiresIn seconds the access token is valid for
 * @param refreshToken valid once; its answer carries the next one
 */
@Schema(name = "Tokens")
record TokenView(String accessToken, String tokenType, long expiresIn, String refreshToken, String scope) {
    static TokenView of(String accessToken, Duration lifetime, Sessions.Opened opened) {
        return new TokenView(
                accessToken,
                "Bearer",
                lifetime.toSeconds(),
                opened.refreshToken().text(),
                opened.session().scope().word());
    }

    @Override
    public String toString() {
        return "tokens for " + scope;
    }
}
