package io.yizhan.identity;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jose4j.jwa.AlgorithmFactoryFactory;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens that were verified completely. An RS256 verification costs about 50 µs, finding the very same token again
 * far below one: a token is remembered until it expires, or until its place is needed. Whether its session still lives is
 * asked every time.
 */
@Singleton
public final class VerifiedTokens {
    private static final String BEARER = "Bearer ";

    private static final int BEFORE_THE_FIRST_ANSWER_OF_POSTGRES = 0;

    private static final int TAIL = 16;

    /** Where a token may be kept. */
    private static final int PLACES = 4;

    private final TokenVerifier verifier;
    private final EndedSessions ended;
    private final Clock clock;
    private final int shelves;
    private final AtomicReferenceArray<@Nullable Remembered> places;
    private final AtomicInteger turn = new AtomicInteger();

    VerifiedTokens(TokenVerifier verifier, EndedSessions ended, Clock clock, TokenConfig config) {
        this.verifier = verifier;
        this.ended = ended;
        this.clock = clock;
        this.shelves = config.verifiedCacheSize() / PLACES;
        this.places = new AtomicReferenceArray<>(shelves * PLACES);
    }

    /**
     * The library's list of algorithms, tried one by one, is made while a start waits for PostgreSQL and not while somebody waits for
     * the first answer.
     */
    void prepare(@Observes @Priority(BEFORE_THE_FIRST_ANSWER_OF_POSTGRES) StartupEvent start) {
        var unused = AlgorithmFactoryFactory.getInstance();
    }

    /** A token, and who it stands for. */
    static final class Remembered {
        /** As the header carries it, so that nothing has to be copied out of it; compared whole. */
        private final String authorization;

        private final SecurityIdentity identity;
        private final AuthenticatedCaller caller;
        private final long untilMillis;

        /** {@link EndedSessions#count} when its session was not among them. Threads may see an older one, and look again. */
        private int livedAt = -1;

        private Remembered(String authorization, CallerPrincipal principal, long untilMillis) {
            this.authorization = authorization;
            this.identity = QuarkusSecurityIdentity.builder()
                    .setPrincipal(principal)
                    .addRoles(principal.getGroups())
                    .build();
            this.caller = principal.caller();
            this.untilMillis = untilMillis;
        }

        private boolean hasEnded(EndedSessions ended) {
            var count = ended.count();
            if (livedAt != count) {
                if (ended.contains(caller.sessionId())) {
                    return true;
                }
                livedAt = count;
            }
            return false;
        }
    }

    /**
     * The first place of a token, by its last characters alone: they belong to the signature, so nobody can make up many valid
     * tokens that share them, and to hash all 900 would cost more than everything else here.
     */
    private int shelf(String authorization) {
        var tail = 0;
        for (int place = Math.max(0, authorization.length() - TAIL); place < authorization.length(); place++) {
            tail = 31 * tail + authorization.charAt(place);
        }
        var spread = Integer.toUnsignedLong(tail * 0x9E3779B9);
        return (int) (spread * shelves >>> Integer.SIZE) * PLACES;
    }

    /** The caller of a request that carries exactly one bearer token, if that token is remembered and its session lives. */
    public @Nullable AuthenticatedCaller callerOf(MultiMap headers) {
        var remembered = find(headers);
        return remembered == null ? null : remembered.caller;
    }

    /**
     * The same, but a token that is not remembered is verified: who comes for the first time, or first after a start, need not take
     * the framework's road for it. One that is refused is verified by the road again.
     */
    public @Nullable AuthenticatedCaller verifiedCallerOf(MultiMap headers) {
        var authorization = onlyBearer(headers);
        if (authorization == null) {
            return null;
        }
        var remembered = current(authorization);
        return remembered == null ? callerByNew(authorization) : remembered.caller;
    }

    private @Nullable AuthenticatedCaller callerByNew(String authorization) {
        try {
            return verify(authorization.substring(BEARER.length())).caller();
        } catch (TokenVerifier.Refused refusedAgainByTheRoad) {
            return null;
        }
    }

    @Nullable SecurityIdentity identityOf(MultiMap headers) {
        var remembered = find(headers);
        return remembered == null ? null : remembered.identity;
    }

    private @Nullable Remembered find(MultiMap headers) {
        var authorization = onlyBearer(headers);
        return authorization == null ? null : current(authorization);
    }

    private static @Nullable String onlyBearer(MultiMap headers) {
        var authorization = headers.getAll(HttpHeaders.AUTHORIZATION);
        return authorization.size() == 1 && authorization.get(0).startsWith(BEARER) ? authorization.get(0) : null;
    }

    /** Verifies a token completely, and remembers it if it is valid and its session lives. */
    CallerPrincipal verify(String token) throws TokenVerifier.Refused {
        var verified = verifier.verify(token);
        if (ended.contains(verified.principal().caller().sessionId())) {
            throw new TokenVerifier.Refused("the session has ended");
        }
        keep(token, verified);
        return verified.principal();
    }

    /** @param authorization the whole header */
    @Nullable Remembered current(String authorization) {
        var known = find(authorization);
        return known == null || clock.millis() >= known.untilMillis || known.hasEnded(ended) ? null : known;
    }

    private @Nullable Remembered find(String authorization) {
        if (shelves == 0) {
            return null;
        }
        var first = shelf(authorization);
        for (int place = first; place < first + PLACES; place++) {
            var known = places.get(place);
            if (known != null && known.authorization.equals(authorization)) {
                return known;
            }
        }
        return null;
    }

    void keep(String token, TokenVerifier.Verified verified) {
        if (shelves == 0) {
            return;
        }
        var authorization = BEARER + token;
        places.set(
                free(authorization),
                new Remembered(
                        authorization,
                        verified.principal(),
                        verified.expiresAt().toEpochMilli()));
    }

    /** An empty place, that of one which has expired, or any. */
    private int free(String authorization) {
        var first = shelf(authorization);
        var now = clock.millis();
        for (int place = first; place < first + PLACES; place++) {
            var known = places.get(place);
            if (known == null || now >= known.untilMillis || known.authorization.equals(authorization)) {
                return place;
            }
        }
        return first + Math.floorMod(turn.getAndIncrement(), PLACES);
    }
}
