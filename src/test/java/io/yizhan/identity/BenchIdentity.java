package io.yizhan.identity;

import io.vertx.mutiny.core.Vertx;
import io.yizhan.identity.PersonalCipher.Column;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Identities as the service itself makes them, from its keys and without the service: buckets, encrypted columns and
 * signed tokens for people who were loaded beside it.
 */
public final class BenchIdentity implements AutoCloseable {
    private static final Column NUMBER = new Column("subject", "number");
    private static final Column NAME = new Column("subject", "name");
    private static final Column PHONE = new Column("subject", "phone");
    private static final Column FORM = new Column("cases", "form");

    private final NumberIndex index;
    private final PersonalCipher cipher;
    private final Vertx vertx = Vertx.vertx();
    private final AccessTokens tokens;
    private final PairwiseSubjects names;

    private BenchIdentity(Map<String, String> keys, Settings settings) {
        index = new NumberIndex(KeyRing.parse("hash-keys", keys.get("yizhan.identity.hash-keys")));
        cipher = new PersonalCipher(KeyRing.parse("encryption-keys", keys.get("yizhan.identity.encryption-keys")));
        names = new PairwiseSubjects(
                new TokenSecrets(Base64.getDecoder().decode(keys.get("yizhan.token.pairwise-key"))));
        tokens = new AccessTokens(
                vertx,
                new SigningKeys(SigningKeys.read("signing-key", settings.signingKey()), Optional.empty()),
                names,
                settings,
                Clock.systemUTC());
    }

    /**
     * @param keys by property name, as {@code keys.properties} of a data folder has them
     * @param accessLifetime as the service is configured: its verifier refuses tokens that are older
     */
    public static BenchIdentity of(Map<String, String> keys, String issuer, Duration accessLifetime) {
        return new BenchIdentity(keys, new Settings(issuer, keys.get("yizhan.token.signing-key"), accessLifetime));
    }

    /** @param hash what a row with this number is found by */
    public record Place(int bucket, byte[] hash) {}

    public Place place(IdentityNumber number) {
        var entry = index.current(number);
        return new Place(entry.bucket(), entry.hash());
    }

    public byte[] sealedNumber(UUID subject, String number) {
        return cipher.encrypt(NUMBER, subject, number);
    }

    public byte[] sealedName(UUID subject, String name) {
        return cipher.encrypt(NAME, subject, name);
    }

    public byte[] sealedPhone(UUID subject, String phone) {
        return cipher.encrypt(PHONE, subject, phone);
    }

    /** @param fields JSON array of form fields */
    public byte[] sealedForm(UUID caseId, String fields) {
        return cipher.encrypt(FORM, caseId, fields);
    }

    /** A real token of an applicant; the actor is the subject unless it acts for an organisation by a mandate. */
    public String token(SubjectId subject, SubjectId actor, Optional<UUID> mandate) {
        var now = Instant.now();
        var session = new Session(
                UUID.randomUUID(),
                subject,
                actor,
                Scope.APPLICANT,
                Channel.PORTAL.word(),
                4,
                "sms",
                List.of(),
                now,
                Optional.empty(),
                mandate,
                now.plus(Duration.ofDays(365)));
        return tokens.issue(session).await().indefinitely();
    }

    @Override
    public void close() {
        tokens.close();
        vertx.closeAndAwait();
    }

    private record Settings(String issuer, String signingKey, Duration accessLifetime) implements TokenConfig {
        @Override
        public Optional<String> nextKey() {
            return Optional.empty();
        }

        @Override
        public String pairwiseKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Duration refreshIdle() {
            return Duration.ofDays(7);
        }

        @Override
        public Duration refreshAbsolute() {
            return Duration.ofDays(30);
        }

        @Override
        public Duration staffAbsolute() {
            return Duration.ofHours(12);
        }

        @Override
        public Duration reuseGrace() {
            return Duration.ofSeconds(10);
        }

        @Override
        public int signingQueue() {
            return 10_000;
        }

        @Override
        public int verifiedCacheSize() {
            return 0;
        }
    }
}
