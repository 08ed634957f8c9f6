package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Licences whose cases did not keep what was promised at acceptance.
 *
 * <p>Owns {@code broken_commitment}: {@code number} is the version that withheld the licence, {@code due_on} the last
 * day to put it right, and how it ended: {@code outcome} is supplied (restored), revoked (when the term was over) or decided (an officer
 * changed the licence before).
 */
@Singleton
final class BrokenCommitments {
    private static final String OPEN = """
            insert into broken_commitment (licence, case_id, number, opened_at, due_on) values ($1, $2, $3, $4, $5)
            """;

    private static final String CLOSE = """
            update broken_commitment set outcome = $2, closed_at = $3 where licence = $1 and closed_at is null
            """;

    private static final String OF_CASE =
            "select licence, number from broken_commitment where case_id = $1 and closed_at is null";

    private static final String IS_OPEN =
            "select licence from broken_commitment where licence = $1 and closed_at is null";

    private static final String LIST = """
            select r.licence, v.identifier, l.version, r.case_id, l.material_type, l.name_zh, l.name_en, r.opened_at, r.due_on
            from broken_commitment r join licence l on l.id = r.licence
                 join licence_version v on v.licence = l.id and v.number = l.version
            where r.closed_at is null and l.issuer = any($1::text[]) and ($2::date is null or (r.due_on, r.licence) > ($2, $3::uuid))
            order by r.due_on, r.licence limit $4
            """;

    private final Pool pool;

    BrokenCommitments(Pool pool) {
        this.pool = pool;
    }

    /** How it ended. */
    enum Outcome {
        SUPPLIED("supplied"),
        REVOKED("revoked"),
        DECIDED("decided");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    /** @param version that withheld the licence */
    record Open(UUID licence, int version) {}

    Uni<Void> open(SqlConnection transaction, UUID licence, UUID caseId, int version, Instant at, LocalDate dueOn) {
        return transaction
                .preparedQuery(OPEN)
                .execute(Tuple.of(licence, caseId, (short) version, time(at), dueOn))
                .replaceWithVoid();
    }

    Uni<Void> close(SqlConnection transaction, UUID licence, Outcome outcome, Instant at) {
        return transaction
                .preparedQuery(CLOSE)
                .execute(Tuple.of(licence, outcome.word, time(at)))
                .replaceWithVoid();
    }

    Uni<Optional<Open>> ofCase(SqlConnection transaction, UUID caseId) {
        return transaction.preparedQuery(OF_CASE).execute(Tuple.of(caseId)).map(BrokenCommitments::first);
    }

    Uni<Boolean> isOpen(SqlConnection transaction, UUID licence) {
        return transaction.preparedQuery(IS_OPEN).execute(Tuple.of(licence)).map(rows -> rows.size() > 0);
    }

    /** Where the list stands. */
    record Position(LocalDate dueOn, UUID licence) {}

    /** Open ones of licences the departments have issued, the most urgent first. */
    Uni<List<BrokenCommitment>> list(Set<String> departments, Optional<Position> after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(
                        departments.toArray(String[]::new),
                        after.map(Position::dueOn).orElse(null),
                        after.map(Position::licence).orElse(null),
                        limit))
                .map(BrokenCommitments::all);
    }

    private static Optional<Open> first(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var row = rows.iterator().next();
        return Optional.of(new Open(row.getUUID("licence"), row.getInteger("number")));
    }

    private static List<BrokenCommitment> all(RowSet<Row> rows) {
        var all = new ArrayList<BrokenCommitment>(rows.size());
        for (var row : rows) {
            all.add(new BrokenCommitment(
                    row.getUUID("licence"),
                    row.getString("identifier"),
                    row.getInteger("version"),
                    row.getUUID("case_id"),
                    row.getString("material_type"),
                    row.getString("name_zh"),
                    row.getString("name_en"),
                    row.getOffsetDateTime("opened_at").toInstant(),
                    row.getLocalDate("due_on")));
        }
        return List.copyOf(all);
    }

    private static OffsetDateTime time(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
