package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Sign-ins between their beginning and their exchange for tokens.
 *
 * <p>Owns {@code sign_in} ({@code code_hash} is a keyed hash of the code and the id, so a code is worth nothing for
 * another sign-in; a row without {@code subject_id} can never be redeemed) and {@code sign_in_pace} (one row per identity
 * number, registered or not: how many wrong codes in a row, until when to wait). Waiting grows and is bounded; nobody can
 * lock a person out by knowing their number.
 */
@Singleton
final class SignIns {
    /** A sign-in to begin. */
    record Beginning(
            Factor factor,
            String channel,
            Scope scope,
            Optional<SubjectId> subject,
            Optional<SubjectId> vouchedBy,
            int bucket) {}

    /** A sign-in that was begun for a number. */
    record Begun(UUID id, Instant expiresAt, Optional<SubjectId> subject) {}

    /** A sign-in whose code was right. */
    record Redeemed(Factor factor, String channel, Scope scope, SubjectId subject, Optional<SubjectId> vouchedBy) {}

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HASH_BYTES = 32;

    private static final String BEGIN_FOR_NUMBER = """
            with paced as (
                insert into sign_in_pace (bucket, number_hash, wrong_codes, delayed_until, next_code_at)
                values ($1, $3, 0, $8, $10)
                on conflict (bucket, number_hash) do update set next_code_at = $10
                where sign_in_pace.next_code_at <= $8 and sign_in_pace.delayed_until <= $8
                returning 1
            ), person as (
                select id from subject
                where (bucket, number_hash) in (select * from unnest($11::smallint[], $12::bytea[]))
                  and kind <> 'creditCode' and disabled_at is null
            ), begun as (
                insert into sign_in (bucket, id, number_hash, subject_id, factor, channel, scope, code_hash, created_at, expires_at)
                select $1, $2, $3, person.id, 'code', $4, $5,
                       case when person.id is null then $7::bytea else $6::bytea end, $8, $9
                from paced left join person on true
                returning subject_id
            )
            select subject_id from begun
            """;

    private static final String WAIT = """
            select greatest(delayed_until, next_code_at) as until from sign_in_pace where bucket = $1 and number_hash = $2
            """;

    private static final String BEGIN = """
            insert into sign_in (bucket, id, subject_id, factor, channel, scope, code_hash, vouched_by, created_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String REDEEM = """
            with tried as (
                update sign_in s
                set attempts = attempts + 1, used_at = case when code_hash = $3 and subject_id is not null then $4::timestamptz end
                where bucket = $1 and id = $2 and used_at is null and attempts < $5 and expires_at > $4
                  and not exists (select 1 from sign_in_pace p where p.bucket = s.bucket and p.number_hash = s.number_hash
                                  and p.delayed_until > $4)
                returning *
            ), paced as (
                update sign_in_pace p
                set wrong_codes = case when t.used_at is null then p.wrong_codes + 1 else 0 end,
                    delayed_until = case when t.used_at is null and p.wrong_codes >= $6
                        then $4::timestamptz + least($7::float8, power(2, least(p.wrong_codes - $6, 20))) * interval '1 second'
                        else $4::timestamptz end
                from tried t where p.bucket = t.bucket and p.number_hash = t.number_hash
                returning 1
            )
            select t.*, (select count(*) from paced) as paced from tried t
            """;

    private static final String DELAY = """
            select p.delayed_until as until from sign_in s
            join sign_in_pace p on p.bucket = s.bucket and p.number_hash = s.number_hash
            where s.bucket = $1 and s.id = $2 and p.delayed_until > $3
            """;

    /** Mistyping a code twice costs nothing. */
    private static final int FREE_MISTAKES = 2;

    private final Pool pool;
    private final Clock clock;
    private final IdentityConfig.Code config;
    private final NumberIndex index;
    private final byte[] codeKey;

    SignIns(Pool pool, Clock clock, IdentityConfig config, NumberIndex index, TokenSecrets secrets) {
        this.pool = pool;
        this.clock = clock;
        this.config = config.code();
        this.index = index;
        this.codeKey = secrets.keyFor("sign-in code");
    }

    /**
     * Begins a sign-in by one-time code with the same statement for known and unknown numbers.
     *
     * @throws Problem {@code too-many-requests} with the time to wait
     */
    Uni<Begun> begin(IdentityNumber number, String channel, Scope scope, String code) {
        var now = clock.instant();
        var entry = index.current(number);
        var candidates = Subjects.Candidates.of(index.all(number));
        var id = SubjectId.inBucket(now, entry.bucket());
        var expiresAt = now.plus(config.lifetime());
        var values = Tuple.tuple()
                .addValue((short) entry.bucket())
                .addValue(id)
                .addValue(Values.bytes(entry.hash()))
                .addValue(channel)
                .addValue(scope.word())
                .addValue(Values.bytes(codeHash(id, code)))
                .addValue(Values.bytes(noCode()))
                .addValue(Values.time(now))
                .addValue(Values.time(expiresAt))
                .addValue(Values.time(now.plus(config.interval())))
                .addValue(candidates.buckets())
                .addValue(candidates.hashes());
        return pool.preparedQuery(BEGIN_FOR_NUMBER)
                .execute(values)
                .chain(rows -> begun(rows, id, expiresAt, entry, now));
    }

    private Uni<Begun> begun(RowSet<Row> rows, UUID id, Instant expiresAt, NumberIndex.Entry entry, Instant now) {
        for (var row : rows) {
            return Uni.createFrom().item(new Begun(id, expiresAt, Values.optionalSubject(row, "subject_id")));
        }
        return pool.preparedQuery(WAIT)
                .execute(Tuple.of((short) entry.bucket(), Values.bytes(entry.hash())))
                .map(waiting -> {
                    throw tooSoon(waiting, now);
                });
    }

    /** A sign-in that is proved already; its code is a secret of 256 bits. */
    Uni<Instant> begin(UUID id, Beginning beginning, String code) {
        var now = clock.instant();
        var expiresAt = now.plus(config.lifetime());
        var values = Tuple.tuple()
                .addValue((short) beginning.bucket())
                .addValue(id)
                .addValue(beginning.subject().map(SubjectId::value).orElse(null))
                .addValue(beginning.factor().word())
                .addValue(beginning.channel())
                .addValue(beginning.scope().word())
                .addValue(Values.bytes(codeHash(id, code)))
                .addValue(beginning.vouchedBy().map(SubjectId::value).orElse(null))
                .addValue(Values.time(now))
                .addValue(Values.time(expiresAt));
        return pool.preparedQuery(BEGIN).execute(values).replaceWith(expiresAt);
    }

    /**
     * Spends a sign-in. Every try counts before it is judged, so parallel guesses share the same few tries.
     *
     * @throws Problem {@code sign-in-refused} for every reason but having to wait, which is {@code too-many-requests}
     */
    Uni<Redeemed> redeem(UUID id, String code) {
        var now = clock.instant();
        return pool.preparedQuery(REDEEM)
                .execute(Tuple.tuple()
                        .addValue((short) SubjectId.bucketOf(id))
                        .addValue(id)
                        .addValue(Values.bytes(codeHash(id, code)))
                        .addValue(Values.time(now))
                        .addValue((short) config.attempts())
                        .addValue(FREE_MISTAKES)
                        .addValue((double) config.longestDelay().toSeconds()))
                .chain(rows -> redeemed(rows, id, now));
    }

    private Uni<Redeemed> redeemed(RowSet<Row> rows, UUID id, Instant now) {
        for (var row : rows) {
            if (row.getOffsetDateTime("used_at") == null) {
                throw Problem.of(ProblemType.SIGN_IN_REFUSED);
            }
            return Uni.createFrom()
                    .item(new Redeemed(
                            Factor.of(row.getString("factor")),
                            row.getString("channel"),
                            Scope.of(row.getString("scope")),
                            SubjectId.of(row.getUUID("subject_id")),
                            Values.optionalSubject(row, "vouched_by")));
        }
        return pool.preparedQuery(DELAY)
                .execute(Tuple.of((short) SubjectId.bucketOf(id), id, Values.time(now)))
                .map(waiting -> {
                    throw tooSoon(waiting, now);
                });
    }

    private static Problem tooSoon(RowSet<Row> waiting, Instant now) {
        for (var row : waiting) {
            var rest = Duration.between(now, Values.time(row, "until"));
            return Problem.of(ProblemType.TOO_MANY_REQUESTS).retryAfter(rest.plusMillis(999));
        }
        return Problem.of(ProblemType.SIGN_IN_REFUSED);
    }

    private byte[] codeHash(UUID id, String code) {
        return Hmac.sha256(
                codeKey, id.toString().getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] noCode() {
        var random = new byte[HASH_BYTES];
        RANDOM.nextBytes(random);
        return random;
    }
}
