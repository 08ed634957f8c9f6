package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Who may act for which organisation.
 *
 * <p>Owns {@code mandate}: {@code bucket} and the last ten bits of {@code id} are the organisation's; {@code kind} is
 * {@code legalRepresentative} (written by the registration of the organisation, one alive at a time) or {@code agent}
 * (always with {@code valid_until}). Rows are kept after their end, because cases were submitted under them.
 */
@Singleton
final class Mandates {
    private static final String GRANT = """
            with granted as (
                insert into mandate (bucket, id, organisation_id, agent_id, kind, granted_at, granted_by, valid_until)
                select $1, $2, $3, $4, 'agent', $5, $6, $7
                where exists (select 1 from mandate where bucket = $1 and organisation_id = $3 and agent_id = $6
                              and kind = 'legalRepresentative' and revoked_at is null)
                returning id
            )
            select append_audit($3, $5, $6, 'mandate.grant', id::text, '', $8) from granted
            """;

    private static final String REVOKE = """
            with revoked as (
                update mandate m set revoked_at = $4, revoked_by = $5
                where bucket = $1 and id = $2 and organisation_id = $3 and kind = 'agent' and revoked_at is null
                  and exists (select 1 from mandate r where r.bucket = $1 and r.organisation_id = $3 and r.agent_id = $5
                              and r.kind = 'legalRepresentative' and r.revoked_at is null)
                returning id
            )
            select append_audit($3, $4, $5, 'mandate.revoke', id::text, '', $6) from revoked
            """;

    private static final String IS_OURS = """
            select kind, revoked_at is not null as is_revoked from mandate where bucket = $1 and id = $2 and organisation_id = $3
            """;

    private static final String ORGANISATION_OF = """
            select organisation_id from mandate where bucket = $1 and id = $2 and agent_id = $3
            """;

    private static final int MOST = 100;

    private static final String LIST = """
            select id, organisation_id, agent_id, kind, granted_at, valid_until,
                   case when revoked_at is not null then 'revoked' when valid_until <= $1 then 'expired' else 'valid' end as state
            from mandate where (bucket = $2 and organisation_id = $3) or agent_id = $3
            order by id desc limit %d
            """.formatted(MOST);

    private final Pool pool;
    private final Clock clock;
    private final Subjects subjects;
    private final SessionEnds sessions;

    Mandates(Pool pool, Clock clock, Subjects subjects, SessionEnds sessions) {
        this.pool = pool;
        this.clock = clock;
        this.subjects = subjects;
        this.sessions = sessions;
    }

    /** @throws Problem {@code mandate-refused} unless the caller acts for the organisation as its legal representative */
    Uni<UUID> grant(Caller caller, SubjectId agent, Instant validUntil, Cause cause) {
        var now = clock.instant();
        var organisation = caller.subject();
        var id = SubjectId.inBucket(now, organisation.bucket());
        var values = Tuple.tuple()
                .addValue((short) organisation.bucket())
                .addValue(id)
                .addValue(organisation.value())
                .addValue(agent.value())
                .addValue(Values.time(now))
                .addValue(caller.actor().value())
                .addValue(Values.time(validUntil))
                .addValue(cause.requestId());
        return pool.preparedQuery(GRANT)
                .execute(values)
                .invoke(Mandates::refuseNone)
                .replaceWith(id);
    }

    private static void refuseNone(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.of(ProblemType.MANDATE_REFUSED);
        }
    }

    /**
     * Ends an agent's mandate and what was signed in under it. Repeating it changes nothing.
     *
     * @throws Problem {@code mandate-not-found} for any but the organisation's own, {@code mandate-refused} for who is not
     *     its legal representative
     */
    Uni<Void> revoke(Caller caller, UUID mandate, Cause cause) {
        return sessions.together(transaction -> revokeIn(transaction, caller, mandate, cause));
    }

    private Uni<List<UUID>> revokeIn(SqlConnection transaction, Caller caller, UUID mandate, Cause cause) {
        return transaction
                .preparedQuery(REVOKE)
                .execute(Tuple.tuple()
                        .addValue((short) caller.subject().bucket())
                        .addValue(mandate)
                        .addValue(caller.subject().value())
                        .addValue(Values.time(clock.instant()))
                        .addValue(caller.actor().value())
                        .addValue(cause.requestId()))
                .chain(rows -> rows.size() > 0 ? Uni.createFrom().voidItem() : explain(transaction, caller, mandate))
                .chain(revoked -> sessions.ofMandate(transaction, mandate));
    }

    private static Uni<Void> explain(SqlConnection transaction, Caller caller, UUID mandate) {
        return transaction
                .preparedQuery(IS_OURS)
                .execute(Tuple.of(
                        (short) caller.subject().bucket(),
                        mandate,
                        caller.subject().value()))
                .invoke(Mandates::refuseUnlessRevoked)
                .replaceWithVoid();
    }

    private static void refuseUnlessRevoked(RowSet<Row> ours) {
        for (var row : ours) {
            if (row.getBoolean("is_revoked")) {
                return;
            }
            throw Problem.of(ProblemType.MANDATE_REFUSED);
        }
        throw Problem.of(ProblemType.MANDATE_NOT_FOUND);
    }

    /** Whom the mandate is for, whether or not it still holds. */
    Uni<SubjectId> organisationOf(UUID mandate, SubjectId agent) {
        return pool.preparedQuery(ORGANISATION_OF)
                .execute(Tuple.of((short) SubjectId.bucketOf(mandate), mandate, agent.value()))
                .map(Mandates::organisation);
    }

    private static SubjectId organisation(RowSet<Row> rows) {
        for (var row : rows) {
            return SubjectId.of(row.getUUID("organisation_id"));
        }
        throw Problem.of(ProblemType.MANDATE_REFUSED);
    }

    /** Given by the subject and received by it, newest first, at most 100. */
    Uni<List<Mandate>> list(SubjectId subject) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(Values.time(clock.instant()), (short) subject.bucket(), subject.value()))
                .chain(this::named);
    }

    private Uni<List<Mandate>> named(RowSet<Row> rows) {
        var concerned = new HashSet<SubjectId>();
        rows.forEach(row -> {
            concerned.add(SubjectId.of(row.getUUID("organisation_id")));
            concerned.add(SubjectId.of(row.getUUID("agent_id")));
        });
        return subjects.getAll(concerned).map(known -> mandates(rows, known));
    }

    private static List<Mandate> mandates(RowSet<Row> rows, Map<SubjectId, Subject> known) {
        var mandates = new ArrayList<Mandate>();
        for (var row : rows) {
            mandates.add(mandate(
                    row, subject(known, row.getUUID("organisation_id")), subject(known, row.getUUID("agent_id"))));
        }
        return mandates;
    }

    private static Subject subject(Map<SubjectId, Subject> known, UUID id) {
        return Objects.requireNonNull(known.get(SubjectId.of(id)), "a mandate names a registered subject");
    }

    private static Mandate mandate(Row row, Subject organisation, Subject agent) {
        return new Mandate(
                row.getUUID("id"),
                row.getString("kind"),
                organisation.name(),
                organisation.number().value(),
                agent.name(),
                Values.time(row, "granted_at"),
                Values.optionalTime(row, "valid_until").orElse(null),
                row.getString("state"));
    }
}
