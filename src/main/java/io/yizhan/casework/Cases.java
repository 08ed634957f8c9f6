package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseStanding.CaseEvent;
import io.yizhan.casework.CaseView.CaseMaterial;
import io.yizhan.casework.CaseView.Happening;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.SubjectId;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.pg.PipelinedPg;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            (select json_agg(json_build_array(e.seq, e.kind, coalesce(e.state, e.kind), e.at, e.effective_at, e.window_number, e.reason)
                order by e.seq) from case_event e where e.case_id = c.id) as events
            """;

    private static final String MATERIALS = """
            (select coalesce(json_agg(json_build_array(m.material_type, m.material, m.material_version, m.reuse_class, m.manner,
                m.valid_until, m.source_case, m.confirmed_by is not null) order by m.seq), '[]'::json)
             from case_material m where m.case_id = c.id) as materials
            """;

    private static final String LIST = """
            select id, official_number, query_number, implementation_code, state, version, submitted_at, promised_on, due_on
            from cases where subject = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
            """;

    private static final String FIND = """
            select c.id, c.official_number, c.query_number, c.implementation_code, c.state, c.version, c.channel, c.form,
                   c.submitted_at, c.promised_on, c.is_provisional, c.changed_at, %s, %s
            from cases c where c.id = $4 and %s
            """.formatted(EVENTS, MATERIALS, CaseAccess.PREDICATE);

    /** Most cases have never changed: the row itself tells their one event, without a look into the other table. */
    private static final String STANDING = """
            select c.id, c.query_number, c.implementation_code, c.state, c.version, c.submitted_at, c.promised_on, c.clock, c.due_on,
                   c.is_provisional, c.changed_at,
                   case when c.state = 'suspended' then
                       (select s.estimated_until from case_stop s where s.case_id = c.id and s.ended_at is null)
                   end as estimated_until,
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

    private final Pool pool;
    private final PipelinedPg pipelined;
    private final CaseFiles files;
    private final SealedForm forms;
    private final PublishedCatalogue catalogue;

    Cases(Pool pool, PipelinedPg pipelined, CaseFiles files, SealedForm forms, PublishedCatalogue catalogue) {
        this.pool = pool;
        this.pipelined = pipelined;
        this.files = files;
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

    /** With form, materials and events, for whoever may see it; {@code movers} decides which legal moves it names. */
    public Uni<CaseView> view(UUID id, CaseAccess access, Set<CaseMove.Mover> movers) {
        return files.get(pool, id, access).chain(file -> pool.preparedQuery(FIND)
                .execute(access.values().addValue(id))
                .map(rows -> view(single(rows), file, movers)));
    }

    /** For whoever has the query number. */
    public Uni<Optional<CaseStanding>> findStanding(QueryNumber number) {
        return pipelined.query(STANDING_BY_NUMBER, Tuple.of(number.value())).map(Cases::first);
    }

    /** As {@link #findStanding}, sent at once and without the steps of a reactive chain. */
    public Future<Optional<CaseStanding>> askStanding(QueryNumber number) {
        return pipelined
                .ask(STANDING_BY_NUMBER, io.vertx.sqlclient.Tuple.of(number.value()))
                .map(rows -> first(RowSet.newInstance(rows, Row.__TYPE_ARG)));
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
                    row.getLocalDate("promised_on"),
                    Optional.ofNullable(row.getLocalDate("due_on"))));
        }
        return List.copyOf(all);
    }

    private CaseView view(Row row, CaseFile file, Set<CaseMove.Mover> movers) {
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
                happenings((JsonArray) row.getJson("events")),
                CaseWork.of(file, movers));
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
        var found = rows.iterator();
        return found.hasNext() ? Optional.of(standing(found.next())) : Optional.empty();
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
                ClockState.ofWord(row.getString("clock")),
                Optional.ofNullable(row.getLocalDate("due_on")),
                Optional.ofNullable(row.getLocalDate("estimated_until")),
                row.getBoolean("is_provisional"),
                row.getOffsetDateTime("changed_at").toInstant(),
                events == null ? List.of(new CaseEvent(1, CaseMove.SUBMIT, submittedAt)) : events(events));
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
                    CaseMove.ofEvent(event.getString(1)),
                    OffsetDateTime.parse(event.getString(2)).toInstant()));
        }
        return List.copyOf(events);
    }

    private static List<Happening> happenings(JsonArray rows) {
        var all = new ArrayList<Happening>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            var event = rows.getJsonArray(i);
            var move = CaseMove.ofEvent(event.getString(1));
            all.add(new Happening(
                    event.getInteger(0),
                    move.happened(),
                    move.text().zh(),
                    move.text().en(),
                    CaseState.ofWord(event.getString(2)),
                    OffsetDateTime.parse(event.getString(3)).toInstant(),
                    Optional.ofNullable(event.getString(4))
                            .map(at -> OffsetDateTime.parse(at).toInstant()),
                    Optional.ofNullable(event.getString(5)),
                    Optional.ofNullable(event.getString(6))));
        }
        return List.copyOf(all);
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
