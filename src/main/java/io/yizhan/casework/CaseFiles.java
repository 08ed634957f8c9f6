package io.yizhan.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseFile.Due;
import io.yizhan.casework.CaseFile.Head;
import io.yizhan.casework.Correction.Defect;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cases as they are worked on.
 *
 * <p>Owns, with {@link Submissions} and {@link Cases}, the columns of {@code cases} that follow submission: {@code acceptance},
 * {@code accepted_at} (the moment it counts from), {@code acceptance_recorded_at}, {@code accepted_by}, {@code limit_days} and
 * {@code statutory_days} (working days, fixed at acceptance), {@code clock}, {@code due_on}, {@code statutory_due_on} (computed by
 * {@link CaseClock}, kept for lists), {@code counted_by} (the holiday notice that was the latest then), {@code outcome}, {@code
 * decided_at}, {@code decided_by}, {@code ending} (0 to 6). And wholly
 * {@code case_stop} (intervals in which it rests), {@code case_correction} (notices; {@code defects} is JSON), {@code case_extension}
 * (at most one), {@code case_owed} (what acceptance left open), {@code case_department} (who takes part besides the responsible one).
 */
@Singleton
public final class CaseFiles {
    private static final TypeReference<List<Defect>> DEFECTS = new TypeReference<>() {};

    private static final String FILE = """
            select c.id, c.bucket, c.subject, c.actor, c.implementation_code, c.department, c.catalogue_version, c.official_number,
                   c.query_number, c.submitted_at, c.promised_on, c.is_provisional, c.state, c.version, c.acceptance, c.accepted_at,
                   c.acceptance_recorded_at, c.accepted_by, c.limit_days, c.statutory_days, c.clock, c.due_on, c.statutory_due_on,
                   c.counted_by, c.outcome, c.decided_at, c.decided_by, c.ending,
                   (select json_agg(json_build_array(s.seq, s.kind, s.procedure, s.reason, s.started_at, s.started_by,
                        s.estimated_until, s.ended_at, s.ended_by, s.result) order by s.seq)
                    from case_stop s where s.case_id = c.id) as stops,
                   (select json_agg(json_build_array(r.seq, r.defects, r.requested_at, r.requested_by, r.override_reason,
                        r.supply_by, r.supplied_at) order by r.seq)
                    from case_correction r where r.case_id = c.id) as corrections,
                   (select json_build_array(e.days, e.reason, e.requested_at, e.requested_by, e.approved_at, e.approved_by)
                    from case_extension e where e.case_id = c.id) as extension,
                   (select json_agg(json_build_array(o.material_type, o.due_on, o.supplied_at) order by o.material_type)
                    from case_owed o where o.case_id = c.id) as owed,
                   (select json_agg(d.department) from case_department d where d.case_id = c.id) as departments
            from cases c
            """;

    private static final String FIND = FILE + "where c.id = $4 and " + CaseAccess.PREDICATE;

    private static final String LIST = FILE + "where c.id = any($1) order by c.id";

    private static final String LOCK =
            "select c.id from cases c where c.id = $4 and %s for no key update".formatted(CaseAccess.PREDICATE);

    private static final String SAVE = """
            update cases set state = $3, version = $4, changed_at = $5, acceptance = $6, accepted_at = $7, acceptance_recorded_at = $8,
                   accepted_by = $9, limit_days = $10, statutory_days = $11, clock = $12, due_on = $13, statutory_due_on = $14,
                   is_provisional = $15, outcome = $16, decided_at = $17, decided_by = $18, ending = $19, counted_by = $20
            where id = $1 and version = $2
            """;

    private static final String SAVE_STOP = """
            insert into case_stop (case_id, seq, kind, procedure, reason, started_at, started_by, estimated_until, ended_at, ended_by,
                result)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict on constraint case_stop_pkey do update
                set ended_at = excluded.ended_at, ended_by = excluded.ended_by, result = excluded.result
            """;

    private static final String SAVE_CORRECTION = """
            insert into case_correction (case_id, seq, defects, requested_at, requested_by, override_reason, supply_by, supplied_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict on constraint case_correction_pkey do update set supplied_at = excluded.supplied_at
            """;

    private static final String SAVE_EXTENSION = """
            insert into case_extension (case_id, days, reason, requested_at, requested_by, approved_at, approved_by)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict on constraint case_extension_pkey do update
                set approved_at = excluded.approved_at, approved_by = excluded.approved_by
            """;

    private static final String SAVE_OWED = """
            insert into case_owed (case_id, material_type, due_on, supplied_at) values ($1, $2, $3, $4)
            on conflict on constraint case_owed_pkey do update set supplied_at = excluded.supplied_at
            """;

    private final ObjectMapper json;

    CaseFiles(ObjectMapper json) {
        this.json = json;
    }

    /** @throws Problem {@code case-not-found} also when it may not be seen */
    public Uni<CaseFile> get(SqlClient client, UUID id, CaseAccess access) {
        return client.preparedQuery(FIND).execute(access.values().addValue(id)).map(this::single);
    }

    /** For checks: whatever they are and whose. */
    Uni<List<CaseFile>> list(SqlClient client, List<UUID> ids) {
        return client.preparedQuery(LIST)
                .execute(Tuple.tuple().addValue(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    var all = new ArrayList<CaseFile>(rows.size());
                    rows.forEach(row -> all.add(file(row)));
                    return all;
                });
    }

    /** Nobody else changes the case until the transaction ends. What is read must be read by later statements. */
    Uni<Void> lock(SqlClient transaction, UUID id, CaseAccess access) {
        return transaction
                .preparedQuery(LOCK)
                .execute(access.values().addValue(id))
                .replaceWithVoid();
    }

    /** Locked until the transaction ends, and read after that. */
    public Uni<CaseFile> lockAndGet(SqlClient transaction, UUID id, CaseAccess access) {
        return lock(transaction, id, access).chain(() -> get(transaction, id, access));
    }

    /** Writes what an act has changed. */
    Uni<Void> save(SqlClient transaction, CaseFile before, CaseFile after, Instant at) {
        return transaction
                .preparedQuery(SAVE)
                .execute(columns(before, after, at))
                .invoke(saved -> checkSaved(saved.rowCount()))
                .chain(() -> saveEach(
                        transaction, SAVE_STOP, fresh(before.stops(), after.stops()), stop -> columns(after, stop)))
                .chain(() -> saveEach(
                        transaction,
                        SAVE_CORRECTION,
                        fresh(before.corrections(), after.corrections()),
                        correction -> columns(after, correction)))
                .chain(() -> saveEach(
                        transaction,
                        SAVE_EXTENSION,
                        fresh(
                                before.extension().stream().toList(),
                                after.extension().stream().toList()),
                        extension -> columns(after, extension)))
                .chain(() -> saveEach(
                        transaction, SAVE_OWED, fresh(before.owed(), after.owed()), owed -> columns(after, owed)));
    }

    private static void checkSaved(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("a locked case has changed");
        }
    }

    private static <T> List<T> fresh(List<T> before, List<T> after) {
        return after.stream().filter(one -> !before.contains(one)).toList();
    }

    private static <T> Uni<Void> saveEach(
            SqlClient transaction, String statement, List<T> changed, Function<T, Tuple> columns) {
        return changed.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery(statement)
                        .executeBatch(changed.stream().map(columns).toList())
                        .replaceWithVoid();
    }

    private static Tuple columns(CaseFile before, CaseFile after, Instant at) {
        var acceptance = after.acceptance();
        var decision = after.decision();
        return Tuple.tuple()
                .addValue(after.id())
                .addValue(before.version())
                .addValue(after.state().word())
                .addValue(after.version())
                .addValue(time(at))
                .addValue(acceptance.map(one -> one.kind().word()).orElse(null))
                .addValue(acceptance.map(one -> time(one.at())).orElse(null))
                .addValue(acceptance.map(one -> time(one.recordedAt())).orElse(null))
                .addValue(acceptance.flatMap(Acceptance::by).orElse(null))
                .addValue(acceptance.map(one -> (short) one.limitDays()).orElse(null))
                .addValue(acceptance.map(one -> (short) one.statutoryDays()).orElse(null))
                .addValue(after.due().clock().word())
                .addValue(after.due().on().orElse(null))
                .addValue(after.due().statutoryOn().orElse(null))
                .addValue(after.due().isProvisional())
                .addValue(decision.map(one -> one.outcome().word()).orElse(null))
                .addValue(decision.map(one -> time(one.at())).orElse(null))
                .addValue(decision.map(Decision::by).orElse(null))
                .addValue(after.ending().map(one -> (short) one.code()).orElse(null))
                .addValue(after.due().countedBy().orElse(null));
    }

    private static Tuple columns(CaseFile file, CaseStop stop) {
        return Tuple.tuple()
                .addValue(file.id())
                .addValue((short) stop.seq())
                .addValue(stop.kind().word())
                .addValue(stop.procedure().map(CaseStop.Procedure::word).orElse(null))
                .addValue(stop.reason())
                .addValue(time(stop.startedAt()))
                .addValue(stop.startedBy())
                .addValue(stop.estimatedUntil().orElse(null))
                .addValue(stop.endedAt().map(CaseFiles::time).orElse(null))
                .addValue(stop.endedBy().orElse(null))
                .addValue(stop.result().orElse(null));
    }

    private Tuple columns(CaseFile file, Correction correction) {
        return Tuple.tuple()
                .addValue(file.id())
                .addValue((short) correction.seq())
                .addValue(written(correction.defects()))
                .addValue(time(correction.requestedAt()))
                .addValue(correction.requestedBy())
                .addValue(correction.overrideReason().orElse(null))
                .addValue(correction.supplyBy())
                .addValue(correction.suppliedAt().map(CaseFiles::time).orElse(null));
    }

    private static Tuple columns(CaseFile file, LimitExtension extension) {
        return Tuple.tuple()
                .addValue(file.id())
                .addValue((short) extension.days())
                .addValue(extension.reason())
                .addValue(time(extension.requestedAt()))
                .addValue(extension.requestedBy())
                .addValue(extension.approvedAt().map(CaseFiles::time).orElse(null))
                .addValue(extension.approvedBy().orElse(null));
    }

    private static Tuple columns(CaseFile file, Owed owed) {
        return Tuple.of(
                file.id(),
                owed.materialType(),
                owed.dueOn(),
                owed.suppliedAt().map(CaseFiles::time).orElse(null));
    }

    static OffsetDateTime time(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    private String written(List<Defect> defects) {
        try {
            return json.writeValueAsString(defects);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private CaseFile single(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.of(ProblemType.CASE_NOT_FOUND);
        }
        return file(rows.iterator().next());
    }

    private CaseFile file(Row row) {
        return new CaseFile(
                head(row),
                CaseState.ofWord(row.getString("state")),
                row.getInteger("version"),
                acceptance(row),
                each(row, "stops", CaseFiles::stop),
                each(row, "corrections", this::correction),
                Optional.ofNullable((JsonArray) row.getJson("extension")).map(CaseFiles::extension),
                each(row, "owed", CaseFiles::owed),
                decision(row),
                Optional.ofNullable(row.getInteger("ending")).map(Ending::ofCode),
                due(row),
                departments((JsonArray) row.getJson("departments")));
    }

    private static Head head(Row row) {
        return new Head(
                row.getUUID("id"),
                row.getInteger("bucket"),
                row.getUUID("subject"),
                row.getUUID("actor"),
                row.getString("implementation_code"),
                row.getString("department"),
                row.getInteger("catalogue_version"),
                row.getString("official_number"),
                new QueryNumber(row.getLong("query_number")),
                row.getOffsetDateTime("submitted_at").toInstant(),
                row.getLocalDate("promised_on"));
    }

    private static Due due(Row row) {
        return new Due(
                ClockState.ofWord(row.getString("clock")),
                Optional.ofNullable(row.getLocalDate("due_on")),
                Optional.ofNullable(row.getLocalDate("statutory_due_on")),
                row.getBoolean("is_provisional"),
                Optional.ofNullable(row.getString("counted_by")));
    }

    private static Optional<Acceptance> acceptance(Row row) {
        return Optional.ofNullable(row.getString("acceptance"))
                .map(kind -> new Acceptance(
                        Acceptance.Kind.ofWord(kind),
                        row.getOffsetDateTime("accepted_at").toInstant(),
                        row.getOffsetDateTime("acceptance_recorded_at").toInstant(),
                        Optional.ofNullable(row.getUUID("accepted_by")),
                        row.getInteger("limit_days"),
                        row.getInteger("statutory_days")));
    }

    private static Optional<Decision> decision(Row row) {
        return Optional.ofNullable(row.getString("outcome"))
                .map(outcome -> new Decision(
                        Decision.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                        row.getOffsetDateTime("decided_at").toInstant(),
                        row.getUUID("decided_by")));
    }

    private static <T> List<T> each(Row row, String column, Function<JsonArray, T> reader) {
        var rows = (JsonArray) row.getJson(column);
        if (rows == null) {
            return List.of();
        }
        var all = new ArrayList<T>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            all.add(reader.apply(rows.getJsonArray(i)));
        }
        return all;
    }

    private static CaseStop stop(JsonArray row) {
        return new CaseStop(
                row.getInteger(0),
                CaseStop.Kind.ofWord(row.getString(1)),
                Optional.ofNullable(row.getString(2)).map(CaseStop.Procedure::ofWord),
                row.getString(3),
                moment(row, 4).orElseThrow(),
                id(row, 5).orElseThrow(),
                date(row, 6),
                moment(row, 7),
                id(row, 8),
                Optional.ofNullable(row.getString(9)));
    }

    private Correction correction(JsonArray row) {
        return new Correction(
                row.getInteger(0),
                defects(row.getString(1)),
                moment(row, 2).orElseThrow(),
                id(row, 3).orElseThrow(),
                Optional.ofNullable(row.getString(4)),
                date(row, 5).orElseThrow(),
                moment(row, 6));
    }

    private List<Defect> defects(String stored) {
        try {
            return json.readValue(stored, DEFECTS);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the correction notice of a case is damaged");
        }
    }

    private static LimitExtension extension(JsonArray row) {
        return new LimitExtension(
                row.getInteger(0),
                row.getString(1),
                moment(row, 2).orElseThrow(),
                id(row, 3).orElseThrow(),
                moment(row, 4),
                id(row, 5));
    }

    private static Owed owed(JsonArray row) {
        return new Owed(row.getString(0), date(row, 1).orElseThrow(), moment(row, 2));
    }

    private static Set<String> departments(@Nullable JsonArray rows) {
        return rows == null ? Set.of() : rows.stream().map(Objects::toString).collect(Collectors.toSet());
    }

    private static Optional<Instant> moment(JsonArray row, int column) {
        return Optional.ofNullable(row.getString(column))
                .map(text -> OffsetDateTime.parse(text).toInstant());
    }

    private static Optional<LocalDate> date(JsonArray row, int column) {
        return Optional.ofNullable(row.getString(column)).map(LocalDate::parse);
    }

    private static Optional<UUID> id(JsonArray row, int column) {
        return Optional.ofNullable(row.getString(column)).map(UUID::fromString);
    }
}
