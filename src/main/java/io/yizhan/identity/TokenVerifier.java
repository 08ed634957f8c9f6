package io.yizhan.identity;

import jakarta.inject.Singleton;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies an access token completely: form, type, algorithm, key of ours, issuer, audience, times and every claim a
 * {@link Caller} needs. Keys come from configuration only; nothing in a token can point to another one.
 */
@Singleton
final class TokenVerifier {
    /** @param expiresAt the {@code exp} claim */
    record Verified(CallerPrincipal principal, Instant expiresAt) {}

    /** The token is not one of ours that is valid now. Says no more: the client is told the same for every reason. */
    static final class Refused extends Exception {
        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Our tokens have about 900 characters. */
    private static final int LONGEST = 4096;

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final int CLOCK_SKEW_SECONDS = 30;

    private final SigningKeys keys;
    private final PairwiseSubjects subjects;
    private final TokenConfig config;
    private final Clock clock;

    TokenVerifier(SigningKeys keys, PairwiseSubjects subjects, TokenConfig config, Clock clock) {
        this.keys = keys;
        this.subjects = subjects;
        this.config = config;
        this.clock = clock;
    }

    Verified verify(String token) throws Refused {
        if (token.length() > LONGEST || !COMPACT.matcher(token).matches()) {
            throw new Refused("form");
        }
        try {
            var claims = consumer().processToClaims(token);
            return new Verified(
                    new CallerPrincipal(claims.getSubject(), caller(claims)),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException invalid) {
            throw new Refused(invalid.getClass().getSimpleName());
        }
    }

    private org.jose4j.jwt.consumer.JwtConsumer consumer() {
        return new JwtConsumerBuilder()
                .setExpectedType(true, AccessTokens.TYPE)
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .setVerificationKeyResolver(this::key)
                .setExpectedIssuer(true, config.issuer())
                .setExpectedAudience(true, AccessTokens.AUDIENCE)
                .setRequireSubject()
                .setRequireJwtId()
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setIssuedAtRestrictions(
                        CLOCK_SKEW_SECONDS, (int) config.accessLifetime().toSeconds() + CLOCK_SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setAllowedClockSkewInSeconds(0)
                .build();
    }

    private Key key(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        return Optional.ofNullable(signature.getKeyIdHeaderValue())
                .flatMap(keys::find)
                .map(SigningKeys.Key::publicKey)
                .orElseThrow(() -> new UnresolvableKeyException("no such key"));
    }

    private AuthenticatedCaller caller(JwtClaims claims) throws MalformedClaimException, Refused {
        var subject = open(claims.getSubject());
        return new AuthenticatedCaller(
                subject,
                claims.hasClaim("act") ? open(actor(claims)) : subject,
                Set.of(Scope.of(text(claims, "scope")).word()),
                text(claims, "sid"),
                Integer.parseInt(text(claims, "acr")),
                claims.hasClaim("vouched_by") ? Optional.of(open(text(claims, "vouched_by"))) : Optional.empty(),
                new HashSet<>(claims.getStringListClaimValue("amr")),
                claims.hasClaim("departments")
                        ? new HashSet<>(claims.getStringListClaimValue("departments"))
                        : Set.of(),
                text(claims, "client_id"));
    }

    private static String actor(JwtClaims claims) throws MalformedClaimException, Refused {
        var act = claims.getClaimValue("act", Map.class).get("sub");
        if (act instanceof String sealed) {
            return sealed;
        }
        throw new Refused("act");
    }

    private static String text(JwtClaims claims, String name) throws MalformedClaimException, Refused {
        var value = claims.getStringClaimValue(name);
        if (value == null) {
            throw new Refused(name);
        }
        return value;
    }

    private SubjectId open(String sealed) throws Refused {
        return subjects.open(sealed, AccessTokens.AUDIENCE).orElseThrow(() -> new Refused("subject"));
    }
}
