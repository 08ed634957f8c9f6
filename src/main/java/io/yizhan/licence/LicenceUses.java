package io.yizhan.licence;

import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What licences are used for.
 *
 * <p>Owns {@code licence_copy} (a copy the holder has asked for: which version, {@code purpose}, {@code recipient}, {@code good_until}, {@code
 * verification_code} of its own)
 * and {@code licence_use} (append-only: every making and fetching of a copy and every retrieval by staff, with {@code actor}, the {@code
 * scope} and {@code departments} of the token, and {@code purpose}). Each use also leaves an audit row in the licence's stream; a retrieval also one in the holder's,
 * who thereby finds it among the readings of his data.
 */
@Singleton
final class LicenceUses {
    private static final String COPY = """
            with made as (
                insert into licence_copy (id, licence, number, purpose, recipient, good_until, made_at, made_by, verification_code)
                select $1, v.licence, v.number, $3, $4, $5, $6, $7, $13
                from licence_version v where v.licence = $2 and v.number = $8
                on conflict on constraint licence_copy_same do nothing
                returning id
            ), used as (
                insert into licence_use (licence, id, kind, at, actor, scope, departments, purpose, copy)
                select $2, $9, 'copied', $6, $7, $10, $11, $3, id from made
            )
            select id, append_audit($2, $6, $7, 'licence.copied', id::text, $3, $12) as seq from made
            """;

    private static final String COLUMNS =
            "c.id, c.licence, c.number, c.purpose, c.recipient, c.good_until, c.made_at, c.verification_code";

    private static final String FIND_SAME = "select " + COLUMNS + """
             from licence_copy c
            where c.licence = $1 and c.number = $2 and c.purpose = $3 and c.recipient = $4 and c.good_until = $5 and c.made_by = $6
            """;

    private static final String FIND = "select " + COLUMNS + """
             from licence_copy c join licence l on l.id = c.licence
            where c.id = $1 and c.licence = $2 and l.holder = $3
            """;

    private static final String USE = """
            with used as (
                insert into licence_use (licence, id, kind, at, actor, scope, departments, purpose, copy)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            )
            select append_audit($1, $4, $5, 'licence.' || $3, $1::text, $8, $10) as seq,
                   case when $3 = 'retrieved' then append_audit(l.holder, $4, $5, 'licence.read', $1::text, $8, $10) end as read
            from licence l where l.id = $1
            """;

    private static final String LIST = """
            select u.id, u.kind, u.at, u.scope, u.departments, u.purpose, u.copy
            from licence_use u join licence l on l.id = u.licence
            where u.licence = $1 and l.holder = $2 and ($3::uuid is null or u.id < $3) order by u.id desc limit $4
            """;

    private static final String FIND_BY_CODE =
            "select " + COLUMNS + " from licence_copy c where c.verification_code = $1";

    private final Pool pool;
    private final Clock clock;

    LicenceUses(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** What a copy is to be good for. */
    record Wanted(UUID licence, int version, String purpose, String recipient, LocalDate until) {}

    /** @param isNew whether it had not been asked for before */
    record Copied(LicenceCopy copy, boolean isNew) {}

    Uni<Copied> copy(Wanted wanted, AuthenticatedCaller by, String requestId) {
        var now = OffsetDateTime.now(clock);
        var values = Tuple.tuple()
                .addValue(UuidCreator.getTimeOrderedEpoch(now.toInstant()))
                .addValue(wanted.licence())
                .addValue(wanted.purpose())
                .addValue(wanted.recipient())
                .addValue(wanted.until())
                .addValue(now)
                .addValue(by.actor().value())
                .addValue((short) wanted.version())
                .addValue(UuidCreator.getTimeOrderedEpoch(now.toInstant()))
                .addValue(scope(by))
                .addValue(departments(by))
                .addValue(requestId)
                .addValue(VerificationCode.random().value());
        return pool.preparedQuery(COPY)
                .execute(values)
                .map(rows -> rows.size() > 0)
                .chain(isNew -> same(wanted, by).map(copy -> new Copied(copy, isNew)));
    }

    private Uni<LicenceCopy> same(Wanted wanted, AuthenticatedCaller by) {
        return pool.preparedQuery(FIND_SAME)
                .execute(Tuple.of(
                        wanted.licence(),
                        (short) wanted.version(),
                        wanted.purpose(),
                        wanted.recipient(),
                        wanted.until(),
                        by.actor().value()))
                .map(LicenceUses::single);
    }

    Uni<LicenceCopy> get(UUID copy, UUID licence, UUID holder) {
        return pool.preparedQuery(FIND).execute(Tuple.of(copy, licence, holder)).map(LicenceUses::single);
    }

    /** Whoever holds the copy. */
    Uni<Optional<LicenceCopy>> find(VerificationCode code) {
        return pool.preparedQuery(FIND_BY_CODE)
                .execute(Tuple.of(code.value()))
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(single(rows)));
    }

    /** @param purpose what for; kept in the audit trail, so nothing personal */
    Uni<Void> note(
            UUID licence, String kind, String purpose, Optional<UUID> copy, AuthenticatedCaller by, String requestId) {
        var now = OffsetDateTime.now(clock);
        var values = Tuple.tuple()
                .addValue(licence)
                .addValue(UuidCreator.getTimeOrderedEpoch(now.toInstant()))
                .addValue(kind)
                .addValue(now)
                .addValue(by.actor().value())
                .addValue(scope(by))
                .addValue(departments(by))
                .addValue(purpose)
                .addValue(copy.orElse(null))
                .addValue(requestId);
        return pool.preparedQuery(USE).execute(values).replaceWithVoid();
    }

    /** Newest first; nothing for anybody but the holder. */
    Uni<List<LicenceUse>> list(UUID licence, UUID holder, Optional<UUID> after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(licence, holder, after.orElse(null), limit))
                .map(LicenceUses::uses);
    }

    private static String scope(AuthenticatedCaller by) {
        return by.scopes().contains("applicant") ? "applicant" : by.scopes().contains("clerk") ? "clerk" : "officer";
    }

    private static String[] departments(AuthenticatedCaller by) {
        return by.departments().stream().sorted().toArray(String[]::new);
    }

    private static LicenceCopy single(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.of(ProblemType.LICENCE_COPY_NOT_FOUND);
        }
        var row = rows.iterator().next();
        return new LicenceCopy(
                row.getUUID("id"),
                row.getUUID("licence"),
                row.getInteger("number"),
                row.getString("purpose"),
                row.getString("recipient"),
                row.getLocalDate("good_until"),
                row.getOffsetDateTime("made_at").toInstant(),
                new VerificationCode(row.getString("verification_code")).printed());
    }

    private static List<LicenceUse> uses(RowSet<Row> rows) {
        var all = new ArrayList<LicenceUse>(rows.size());
        for (var row : rows) {
            all.add(new LicenceUse(
                    row.getUUID("id"),
                    row.getString("kind"),
                    row.getOffsetDateTime("at").toInstant(),
                    row.getString("scope"),
                    Arrays.asList(row.getArrayOfStrings("departments")),
                    row.getString("purpose"),
                    Optional.ofNullable(row.getUUID("copy"))));
        }
        return List.copyOf(all);
    }
}
