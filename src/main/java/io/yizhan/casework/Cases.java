package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseStanding.CaseEvent;
import io.yizhan.casework.CaseView.CaseMaterial;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.SubjectId;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.pg.PipelinedPg;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Cases after their submission.
 *
 * <p>Owns {@code cases} (one row per case; {@code version} counts its changes), {@code case_event} (what happened, one
 * row per version, append-only) and {@code case_material} (what it was submitted with, frozen). Submission itself is
 * written by {@link Submissions}. Whoever reads or changes a case is part of the statement's predicate: another
 * subject's case does not exist.
 */
@Singleton
public final class Cases {
    private static final String EVENTS = """
            (select json_agg(json_build_array(e.seq, e.kind, e.at) order by e.seq) from case_event e where e.case_id = c.id) as events
            """;

    private static final String MATERIALS = """
            (select coalesce(json_agg(json_build_array(m.material_type, m.material, m.material_version, m.reuse_class, m.manner,
                m.valid_until, m.source_case, m.confirmed_by is not null) order by m.seq), '[]'::json)
             from case_material m where m.case_id = c.id) as materials
            """;

    private static final String LIST = """
            select id, official_number, query_number, implementation_code, state, version, submitted_at, promised_on
            from cases where subject = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
            """;

    private static final String FIND = """
            select c.id, c.official_number, c.query_number, c.implementation_code, c.state, c.version, c.channel, c.form,
                   c.submitted_at, c.promised_on, c.is_provisional, c.changed_at, %s, %s
            from cases c where c.id = $1 and c.subject = $2
            """.formatted(EVENTS, MATERIALS);

    /** Most cases have never changed: the row itself tells their one event, without a look into the other table. */
    private static final String STANDING = """
            select c.id, c.query_number, c.implementation_code, c.state, c.version, c.submitted_at, c.promised_on,
                   c.is_provisional, c.changed_at,
                   case when c.version > 1 then
                       (select json_agg(json_build_array(e.seq, e.kind, e.at) order by e.seq) from case_event e where e.case_id = c.id)
                   end as events
            from cases c
            """;

    /** The one statement of a question about progress that no cache can answer. */
    static final String STANDING_BY_NUMBER = STANDING + "where c.query_number = $1";

    private static final String STANDINGS = STANDING + "where c.id = any($1)";

    private static final String EARLIER_FORMS =
            "select id, form, submitted_at from cases where subject = $1 order by id desc limit $2";

    private static final String WITHDRAW = """
            with present as (
                select id, state, version from cases where id = $1 and subject = $2 for update
            ), withdrawn as (
                update cases c set state = 'withdrawn', version = c.version + 1, changed_at = $4
                from present p where c.id = p.id and p.version = $3 and p.state = 'submitted'
                returning c.id, c.version
            ), happened as (
                insert into case_event (case_id, seq, kind, at, actor) select id, version, 'withdrawn', $4, $5 from withdrawn
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at)
                select 'case.withdrawn', id, version, '{}', $4, $4 from withdrawn
            ), noted as (
                select append_audit(id, $4, $5, 'case.withdraw', id::text, '', $6) as seq from withdrawn
            )
            select state, version, (select max(version) from withdrawn) as new_version, (select max(seq) from noted) as audit_seq
            from present
            """;

    private final Pool pool;
    private final PipelinedPg pipelined;
    private final Clock clock;
    private final SealedForm forms;
    private final PublishedCatalogue catalogue;

    Cases(Pool pool, PipelinedPg pipelined, Clock clock, SealedForm forms, PublishedCatalogue catalogue) {
        this.pool = pool;
        this.pipelined = pipelined;
        this.clock = clock;
        this.forms = forms;
        this.catalogue = catalogue;
    }

    /** The subject's cases, newest first, after the given one. */
    Uni<List<CaseSummary>> list(UUID subject, Optional<UUID> after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(subject, after.orElse(null), limit))
                .map(this::summaries);
    }

    /** Whether the subject has ever submitted a case. */
    public Uni<Boolean> hasAny(SubjectId subject) {
        return list(subject.value(), Optional.empty(), 1).map(found -> !found.isEmpty());
    }

    Uni<CaseView> get(UUID id, UUID subject) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id, subject)).map(rows -> view(single(rows)));
    }

    /** For whoever has the query number. */
    public Uni<Optional<CaseStanding>> findStanding(QueryNumber number) {
        return pipelined.query(STANDING_BY_NUMBER, Tuple.of(number.value())).map(Cases::first);
    }

    /** For the derived stores: of those that exist. */
    public Uni<List<CaseStanding>> listStandings(Collection<UUID> ids) {
        return pipelined.query(STANDINGS, Tuple.of(ids.toArray(UUID[]::new))).map(Cases::standings);
    }

    /** What a subject wrote before: newest case first. */
    Uni<List<EarlierForm>> earlierForms(UUID subject, int count) {
        return pool.preparedQuery(EARLIER_FORMS)
                .execute(Tuple.of(subject, count))
                .map(this::earlierForms);
    }

    record EarlierForm(UUID caseId, OffsetDateTime submittedAt, List<FormField> form) {}

    /** Withdraws a case at its expected version; its standing afterwards. */
    Uni<CaseStanding> withdraw(UUID id, AuthenticatedCaller caller, int expectedVersion, String requestId) {
        var values = Tuple.of(
                id,
                caller.subject().value(),
                expectedVersion,
                OffsetDateTime.now(clock),
                caller.actor().value(),
                requestId);
        return pool.preparedQuery(WITHDRAW)
                .execute(values)
                .invoke(rows -> checkMoved(single(rows), expectedVersion))
                .chain(() -> listStandings(List.of(id)))
                .map(standings -> standings.get(0));
    }

    private static void checkMoved(Row row, int expectedVersion) {
        if (row.getInteger("new_version") != null) {
            return;
        }
        var state = CaseState.ofWord(row.getString("state"));
        if (row.getInteger("version") != expectedVersion) {
            throw Problem.of(ProblemType.VERSION_CHANGED, "请重新读取后再操作。", "Read it again, then decide.")
                    .with("state", state)
                    .with("version", row.getInteger("version"));
        }
        throw Problem.of(ProblemType.CASE_STATE_CONFLICT).with("state", state).with("legalMoves", List.of());
    }

    private static Row single(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.of(ProblemType.CASE_NOT_FOUND);
        }
        return rows.iterator().next();
    }

    private List<CaseSummary> summaries(RowSet<Row> rows) {
        var all = new ArrayList<CaseSummary>(rows.size());
        for (var row : rows) {
            var item = catalogue.get().findItem(row.getString("implementation_code"));
            all.add(new CaseSummary(
                    row.getUUID("id"),
                    row.getString("official_number"),
                    number(row).toString(),
                    row.getString("implementation_code"),
                    item.map(Item::nameZh),
                    item.map(Item::nameEn),
                    CaseState.ofWord(row.getString("state")),
                    row.getInteger("version"),
                    row.getOffsetDateTime("submitted_at").toInstant(),
                    row.getLocalDate("promised_on")));
        }
        return List.copyOf(all);
    }

    private CaseView view(Row row) {
        var id = row.getUUID("id");
        var item = catalogue.get().findItem(row.getString("implementation_code"));
        return new CaseView(
                id,
                row.getString("official_number"),
                number(row).toString(),
                number(row).printed(),
                row.getString("implementation_code"),
                item.map(Item::nameZh),
                item.map(Item::nameEn),
                CaseState.ofWord(row.getString("state")),
                row.getInteger("version"),
                row.getString("channel"),
                row.getOffsetDateTime("submitted_at").toInstant(),
                row.getLocalDate("promised_on"),
                row.getBoolean("is_provisional"),
                row.getOffsetDateTime("changed_at").toInstant(),
                forms.openForm(id, row.getBuffer("form").getBytes()),
                materials((JsonArray) row.getJson("materials")),
                events((JsonArray) row.getJson("events")));
    }

    private List<EarlierForm> earlierForms(RowSet<Row> rows) {
        var all = new ArrayList<EarlierForm>(rows.size());
        for (var row : rows) {
            var id = row.getUUID("id");
            all.add(new EarlierForm(
                    id,
                    row.getOffsetDateTime("submitted_at"),
                    forms.openForm(id, row.getBuffer("form").getBytes())));
        }
        return all;
    }

    private static Optional<CaseStanding> first(RowSet<Row> rows) {
        return standings(rows).stream().findFirst();
    }

    private static List<CaseStanding> standings(RowSet<Row> rows) {
        var all = new ArrayList<CaseStanding>(rows.size());
        for (var row : rows) {
            all.add(standing(row));
        }
        return all;
    }

    private static CaseStanding standing(Row row) {
        var submittedAt = row.getOffsetDateTime("submitted_at").toInstant();
        var events = (JsonArray) row.getJson("events");
        return new CaseStanding(
                row.getUUID("id"),
                number(row),
                row.getString("implementation_code"),
                CaseState.ofWord(row.getString("state")),
                row.getInteger("version"),
                submittedAt,
                row.getLocalDate("promised_on"),
                row.getBoolean("is_provisional"),
                row.getOffsetDateTime("changed_at").toInstant(),
                events == null ? List.of(new CaseEvent(1, CaseState.SUBMITTED, submittedAt)) : events(events));
    }

    private static QueryNumber number(Row row) {
        return new QueryNumber(row.getLong("query_number"));
    }

    private static List<CaseEvent> events(JsonArray rows) {
        var events = new ArrayList<CaseEvent>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            var event = rows.getJsonArray(i);
            events.add(new CaseEvent(
                    event.getInteger(0),
                    CaseState.ofWord(event.getString(1)),
                    OffsetDateTime.parse(event.getString(2)).toInstant()));
        }
        return List.copyOf(events);
    }

    private static List<CaseMaterial> materials(JsonArray rows) {
        var materials = new ArrayList<CaseMaterial>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            var material = rows.getJsonArray(i);
            materials.add(new CaseMaterial(
                    material.getString(0),
                    UUID.fromString(material.getString(1)),
                    material.getInteger(2),
                    material.getString(3),
                    material.getString(4),
                    Optional.ofNullable(material.getString(5)).map(LocalDate::parse),
                    Optional.ofNullable(material.getString(6)).map(UUID::fromString),
                    material.getBoolean(7)));
        }
        return List.copyOf(materials);
    }
}
