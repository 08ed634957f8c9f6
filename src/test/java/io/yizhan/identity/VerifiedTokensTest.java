package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of a token is good for that token alone, and only while it would be verified again. */
@QuarkusTest
class VerifiedTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final String TOKEN = "header.payload.signature-of-it";

    @Inject
    TokenVerifier verifier;

    @Inject
    EndedSessions ended;

    @Inject
    VerifiedTokens tokensOfTheService;

    @Test
    void remembersATokenUntilItExpires() {
        var tokens = remembering(100, NOW.plus(LIFE).minusMillis(1));
        tokens.keep(TOKEN, verified(UUID.randomUUID()));
        assertThat(tokens.current("Bearer " + TOKEN)).isNotNull();

        var later = remembering(100, NOW.plus(LIFE));
        later.keep(TOKEN, verified(UUID.randomUUID()));
        assertThat(later.current("Bearer " + TOKEN)).isNull();
    }

    @Test
    void takesNoOtherTokenForIt() {
        var tokens = remembering(100, NOW);
        tokens.keep(TOKEN, verified(UUID.randomUUID()));

        assertThat(tokens.current("Bearer " + TOKEN.replace("payload", "Payload")))
                .isNull();
        assertThat(tokens.current("Bearer header.other.signature-of-it")).isNull();
        assertThat(tokens.current(TOKEN)).isNull();
    }

    @Test
    void forgetsATokenWhoseSessionHasEnded() {
        var tokens = remembering(100, NOW);
        var session = UUID.randomUUID();
        tokens.keep(TOKEN, verified(session));
        assertThat(tokens.current("Bearer " + TOKEN)).isNotNull();

        ended.add(UUID.randomUUID());
        assertThat(tokens.current("Bearer " + TOKEN)).isNotNull();

        ended.add(session);
        assertThat(tokens.current("Bearer " + TOKEN)).isNull();
        assertThat(tokens.current("Bearer " + TOKEN)).isNull();
    }

    @Test
    void remembersNoMoreThanItMay() {
        var tokens = remembering(8, NOW);
        IntStream.range(0, 1000).forEach(n -> tokens.keep(token(n), verified(UUID.randomUUID())));

        assertThat(tokens.current("Bearer " + token(999))).isNotNull();
        assertThat(IntStream.range(0, 1000).filter(n -> tokens.current("Bearer " + token(n)) != null))
                .hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void findsNearlyAllOfAsManyAsHalfOfThePlaces() {
        var tokens = remembering(2000, NOW);
        IntStream.range(0, 1000).forEach(n -> tokens.keep(token(n), verified(UUID.randomUUID())));

        assertThat(IntStream.range(0, 1000).filter(n -> tokens.current("Bearer " + token(n)) != null))
                .hasSizeGreaterThan(900);
    }

    @Test
    void remembersNothingWhereItIsNotAllowedTo() {
        var tokens = remembering(0, NOW);
        tokens.keep(TOKEN, verified(UUID.randomUUID()));

        assertThat(tokens.current("Bearer " + TOKEN)).isNull();
    }

    @Test
    void verifiesATokenThatComesForTheFirstTime() {
        var request = carrying("Bearer " + TestTokens.applicant());

        assertThat(tokensOfTheService.callerOf(request)).isNull();
        var caller = tokensOfTheService.verifiedCallerOf(request);

        assertThat(caller).isNotNull();
        assertThat(caller.scopes()).containsExactly("applicant");
        assertThat(tokensOfTheService.callerOf(request)).isEqualTo(caller);
    }

    @Test
    void knowsNobodyByATokenThatIsRefused() throws Exception {
        var token = TestTokens.applicant();
        var othersSignature = TestTokens.applicant().replaceFirst(".*\\.", "");
        var ofEnded = TestTokens.applicant();
        ended.add(UUID.fromString(verifier.verify(ofEnded).principal().caller().sessionId()));

        for (var refused : List.of(
                "Bearer " + token.replaceFirst("[^.]*$", othersSignature),
                "Bearer " + ofEnded,
                "Bearer not.a.token",
                "Bearer",
                "bearer-" + token)) {
            assertThat(tokensOfTheService.verifiedCallerOf(carrying(refused)))
                    .as(refused)
                    .isNull();
        }
        assertThat(tokensOfTheService.verifiedCallerOf(carrying("Bearer " + token, "Bearer " + token)))
                .isNull();
        assertThat(tokensOfTheService.verifiedCallerOf(carrying())).isNull();
    }

    private static MultiMap carrying(String... authorizations) {
        var headers = HeadersMultiMap.headers();
        for (var authorization : authorizations) {
            headers.add(HttpHeaders.AUTHORIZATION, authorization);
        }
        return headers;
    }

    private VerifiedTokens remembering(int size, Instant now) {
        var config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(TokenConfig.class)
                .withDefaultValue("yizhan.token.issuer", "https://hall.example")
                .withDefaultValue("yizhan.token.signing-key", "none")
                .withDefaultValue("yizhan.token.pairwise-key", "none")
                .withDefaultValue("yizhan.token.verified-cache-size", Integer.toString(size))
                .build()
                .getConfigMapping(TokenConfig.class);
        return new VerifiedTokens(verifier, ended, Clock.fixed(now, ZoneOffset.UTC), config);
    }

    private static String token(int n) {
        return "header.payload.signature-" + UUID.nameUUIDFromBytes(new byte[] {(byte) n, (byte) (n >> 8)});
    }

    private static TokenVerifier.Verified verified(UUID session) {
        var subject = SubjectId.of(UUID.fromString("019b0000-0000-7000-a000-000000000001"));
        var caller = new AuthenticatedCaller(
                subject,
                subject,
                Set.of("applicant"),
                session.toString(),
                3,
                Optional.empty(),
                Set.of("otp"),
                Set.of(),
                "portal");
        return new TokenVerifier.Verified(new CallerPrincipal("name", caller), NOW.plus(LIFE));
    }
}
