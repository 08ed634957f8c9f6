package io.yizhan.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens that were verified completely a moment ago. An RS256 verification costs about 50 µs, finding the very
 * same token again far below one: a token is remembered until it expires. Whether its session still lives is asked every
 * time.
 */
@Singleton
public final class VerifiedTokens {
    private static final String BEARER = "Bearer ";

    private final EndedSessions ended;
    private final Clock clock;
    private final Cache<Token, Remembered> valid;

    VerifiedTokens(EndedSessions ended, Clock clock, TokenConfig config) {
        this.ended = ended;
        this.clock = clock;
        this.valid = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(config.verifiedCacheSize())
                .expireAfterWrite(config.accessLifetime())
                .build();
    }

    private record Remembered(SecurityIdentity identity, AuthenticatedCaller caller, long untilMillis) {
        static Remembered of(CallerPrincipal principal, long untilMillis) {
            var identity = QuarkusSecurityIdentity.builder()
                    .setPrincipal(principal)
                    .addRoles(principal.getGroups())
                    .build();
            return new Remembered(identity, principal.caller(), untilMillis);
        }
    }

    /**
     * Compared whole. Found by the last characters alone: they belong to the signature, so nobody can make up many valid
     * tokens that share them, and to hash all 900 would cost more than everything else here.
     */
    private static final class Token {
        private static final int TAIL = 16;

        private final String text;
        private final int hash;

        /** @param text as the header carries it, so that none has to be copied out of it */
        private Token(String text) {
            this.text = text;
            int tail = 0;
            for (int place = Math.max(0, text.length() - TAIL); place < text.length(); place++) {
                tail = 31 * tail + text.charAt(place);
            }
            this.hash = tail;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Token token && token.text.equals(text);
        }
    }

    /** The caller of a request that carries exactly one bearer token, if that token is remembered and its session lives. */
    public @Nullable AuthenticatedCaller callerOf(HttpServerRequest request) {
        var remembered = find(request);
        return remembered == null ? null : remembered.caller();
    }

    @Nullable SecurityIdentity identityOf(HttpServerRequest request) {
        var remembered = find(request);
        return remembered == null ? null : remembered.identity();
    }

    private @Nullable Remembered find(HttpServerRequest request) {
        var authorization = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (authorization.size() != 1 || !authorization.get(0).startsWith(BEARER)) {
            return null;
        }
        var known = valid.getIfPresent(new Token(authorization.get(0)));
        return known == null
                        || clock.millis() >= known.untilMillis()
                        || ended.contains(known.caller().sessionId())
                ? null
                : known;
    }

    void keep(String token, TokenVerifier.Verified verified) {
        valid.put(
                new Token(BEARER + token),
                Remembered.of(verified.principal(), verified.expiresAt().toEpochMilli()));
    }
}
