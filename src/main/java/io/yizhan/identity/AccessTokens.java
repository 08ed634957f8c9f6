package io.yizhan.identity;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes access tokens: RS256, {@code typ at+jwt} (RFC 9068), a pairwise subject and nothing personal. One signature
 * costs about 1.5 ms of a core, so it runs on its own few threads, and beyond a bounded number in hand requests are told
 * to come back.
 */
@Singleton
final class AccessTokens {
    static final String AUDIENCE = "yizhan";
    static final String TYPE = "at+jwt";

    private final SigningKeys keys;
    private final PairwiseSubjects subjects;
    private final TokenConfig config;
    private final Clock clock;
    private final WorkerExecutor signers;
    private final AtomicInteger inHand = new AtomicInteger();

    AccessTokens(Vertx vertx, SigningKeys keys, PairwiseSubjects subjects, TokenConfig config, Clock clock) {
        this.keys = keys;
        this.subjects = subjects;
        this.config = config;
        this.clock = clock;
        this.signers = vertx.createSharedWorkerExecutor(
                "token-signer", Runtime.getRuntime().availableProcessors());
    }

    @PreDestroy
    void close() {
        signers.closeAndForget();
    }

    /** Lifetime of a token of this session: never beyond the session itself. */
    Duration lifetime(Session session, Instant now) {
        var rest = Duration.between(now, session.expiresAt());
        return rest.compareTo(config.accessLifetime()) < 0 ? rest : config.accessLifetime();
    }

    /** Fails with {@code service-busy} when too many signatures are waiting. */
    Uni<String> issue(Session session) {
        return Uni.createFrom().deferred(() -> enqueue(session));
    }

    private Uni<String> enqueue(Session session) {
        if (inHand.incrementAndGet() > config.signingQueue()) {
            inHand.decrementAndGet();
            throw Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(2));
        }
        return signers.executeBlocking(Uni.createFrom().item(() -> sign(session)), false)
                .onTermination()
                .invoke(inHand::decrementAndGet);
    }

    private String sign(Session session) {
        var now = clock.instant();
        var claims = Jwt.issuer(config.issuer())
                .audience(AUDIENCE)
                .subject(subjects.seal(session.subject(), AUDIENCE))
                .issuedAt(now)
                .expiresAt(now.plus(lifetime(session, now)))
                .claim("jti", UUID.randomUUID().toString())
                .claim("client_id", session.channel())
                .claim("scope", session.scope().word())
                .claim("acr", Integer.toString(session.assuranceLevel()))
                .claim("amr", List.of(session.amr()))
                .claim("auth_time", session.authenticatedAt().getEpochSecond())
                .claim("sid", session.id().toString());
        if (!session.departments().isEmpty()) {
            claims.claim("departments", session.departments());
        }
        if (!session.actor().equals(session.subject())) {
            claims.claim("act", Map.of("sub", subjects.seal(session.actor(), AUDIENCE)));
        }
        session.vouchedBy().ifPresent(clerk -> claims.claim("vouched_by", subjects.seal(clerk, AUDIENCE)));
        return claims.jws()
                .type(TYPE)
                .keyId(keys.current().kid())
                .algorithm(SignatureAlgorithm.RS256)
                .sign(keys.current().privateKey());
    }
}
