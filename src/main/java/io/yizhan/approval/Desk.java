package io.yizhan.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseAccess;
import io.yizhan.casework.CaseState;
import io.yizhan.casework.QueryNumber;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.AuthenticatedCaller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What staff see of cases: lists without personal data, and the note that somebody has read what is personal. Reads {@code cases}
 * only under {@link CaseAccess#PREDICATE}; each branch of a list finds its rows by an index over open cases, so that its cost does
 * not grow with the archive.
 */
@Singleton
public final class Desk {
    private static final String COLUMNS = """
            c.id, c.official_number, c.query_number, c.implementation_code, c.department, c.state, c.version, c.submitted_at, c.clock,
            c.due_on, c.statutory_due_on
            """;

    /** As in the partial indexes. */
    private static final String OPEN = """
            c.state in ('submitted', 'received', 'correctionRequested', 'accepted', 'inReview', 'suspended', 'decided', 'resultReady')
            """;

    private static final String WANTED =
            "($4::text[] is null or c.state = any($4)) and ($5::uuid is null or c.id > $5)";

    private static final String LIST = """
            with mine as (
                (select c.id from cases c where $2 and %1$s and %2$s order by c.id limit $6)
                union
                select own.id from unnest($3::text[]) as d(department) cross join lateral
                    (select c.id from cases c where c.department = d.department and %1$s and %2$s order by c.id limit $6) own
                union
                (select c.id from case_department d join cases c on c.id = d.case_id
                 where d.department = any($3) and %1$s and %2$s order by c.id limit $6)
            )
            select %3$s from mine m join cases c on c.id = m.id where %4$s order by c.id limit $6
            """.formatted(OPEN, WANTED, COLUMNS, CaseAccess.PREDICATE);

    private static final String DUE = """
            select %s from cases c
            where %s and c.clock in ('running', 'stopped') and c.due_on <= $4 and ($5::date is null or (c.due_on, c.id) > ($5, $6))
            order by c.due_on, c.id limit $7
            """.formatted(COLUMNS, CaseAccess.PREDICATE);

    private static final String SEARCH = """
            select %s from cases c
            where %s and (c.query_number = $4 or c.official_number = $5 or c.subject = $6)
            order by c.id desc limit 100
            """.formatted(COLUMNS, CaseAccess.PREDICATE);

    private static final String NOTE_READ = "select append_audit($1, $2, $3, 'case.read', $4, $5, $6)";

    private final Pool pool;
    private final Clock clock;
    private final PublishedCatalogue catalogue;

    Desk(Pool pool, Clock clock, PublishedCatalogue catalogue) {
        this.pool = pool;
        this.clock = clock;
        this.catalogue = catalogue;
    }

    /** A case on a list: nothing personal. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record DeskCase(
            UUID id,
            String officialNumber,
            String queryNumber,
            String implementationCode,
            Optional<String> itemNameZh,
            Optional<String> itemNameEn,
            String department,
            CaseState state,
            int version,
            Instant submittedAt,
            String clock,
            Optional<LocalDate> dueOn,
            Optional<LocalDate> statutoryDueOn) {}

    /** Open cases, oldest first, after the given one; of all states unless some are named. */
    Uni<List<DeskCase>> list(AuthenticatedCaller staff, Set<CaseState> states, Optional<UUID> after, int limit) {
        var wanted =
                states.isEmpty() ? null : states.stream().map(CaseState::word).toArray(String[]::new);
        var values = CaseAccess.of(staff)
                .values()
                .addValue(wanted)
                .addValue(after.orElse(null))
                .addValue(limit);
        return pool.preparedQuery(LIST).execute(values).map(this::cases);
    }

    /** Where the list of what is due stands. */
    record DuePosition(LocalDate dueOn, UUID id) {}

    /** What is due up to a day, the most urgent first. */
    Uni<List<DeskCase>> due(AuthenticatedCaller staff, LocalDate until, Optional<DuePosition> after, int limit) {
        var values = CaseAccess.of(staff)
                .values()
                .addValue(until)
                .addValue(after.map(DuePosition::dueOn).orElse(null))
                .addValue(after.map(DuePosition::id).orElse(null))
                .addValue(limit);
        return pool.preparedQuery(DUE).execute(values).map(this::cases);
    }

    /** By one of the numbers of a case, or all cases of a subject, newest first, at most a hundred. */
    Uni<List<DeskCase>> search(
            AuthenticatedCaller staff,
            @Nullable QueryNumber queryNumber,
            @Nullable String officialNumber,
            @Nullable UUID subject) {
        var values = CaseAccess.of(staff)
                .values()
                .addValue(queryNumber == null ? null : queryNumber.value())
                .addValue(officialNumber)
                .addValue(subject);
        return pool.preparedQuery(SEARCH).execute(values).map(this::cases);
    }

    /** In the trail of the subject, who can read it. */
    Uni<Void> noteRead(UUID subject, UUID caseId, AuthenticatedCaller reader, String purpose, String requestId) {
        var values = Tuple.tuple()
                .addValue(subject)
                .addValue(OffsetDateTime.now(clock))
                .addValue(reader.actor().value())
                .addValue(caseId.toString())
                .addValue(purpose)
                .addValue(requestId);
        return pool.preparedQuery(NOTE_READ).execute(values).replaceWithVoid();
    }

    private List<DeskCase> cases(RowSet<Row> rows) {
        var all = new ArrayList<DeskCase>(rows.size());
        for (var row : rows) {
            var item = catalogue.get().findItem(row.getString("implementation_code"));
            all.add(new DeskCase(
                    row.getUUID("id"),
                    row.getString("official_number"),
                    new QueryNumber(row.getLong("query_number")).toString(),
                    row.getString("implementation_code"),
                    item.map(Item::nameZh),
                    item.map(Item::nameEn),
                    row.getString("department"),
                    CaseState.ofWord(row.getString("state")),
                    row.getInteger("version"),
                    row.getOffsetDateTime("submitted_at").toInstant(),
                    row.getString("clock"),
                    Optional.ofNullable(row.getLocalDate("due_on")),
                    Optional.ofNullable(row.getLocalDate("statutory_due_on"))));
        }
        return all;
    }
}
