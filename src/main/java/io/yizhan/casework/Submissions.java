package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.material.Matching;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes a submission: everything or nothing, in one statement and so in one round trip.
 *
 * <p>Owns {@code cases}, {@code case_material}, {@code case_event}, {@code case_counter} and {@code case_number} as far as
 * submission goes, and writes into the tables of others what belongs to the same moment: the idempotency row, the audit
 * row, the outbox rows, the hand-in of materials, the end of the draft.
 *
 * <p>The statement repeats the reuse decision: it locks the very versions of the materials the decision was made on and
 * demands that they still stand. Nothing is written unless all of them do, the draft is at its version, and the
 * idempotency key is new. A repeat takes no number.
 */
@Singleton
final class Submissions {
    /** Stands in the stored answer for the number the statement gives. */
    static final String OFFICIAL_NUMBER = "@officialNumber@";

    private static final String OPERATION = "POST /v1/cases";

    private static final String SUBMIT = """
            with wanted as (
                select * from unnest($22::uuid[], $23::int[], $24::text[], $25::text[], $26::text[], $27::date[])
                    with ordinality as w(material, material_version, material_type, reuse_class, manner, valid_until, seq)
            ), held as (
                select m.id, m.source_case, m.confirmed_by
                from material m join wanted w on w.material = m.id
                where m.holder = $12 and m.version = w.material_version and m.state = 'valid'
                  and (m.handed_in_at is null) = (w.manner = 'supplied')
                for no key update of m
            ), drafted as (
                select id from draft where subject = $12 and implementation_code = $14 and version = $28 for update
            ), fresh as (
                insert into idempotency (caller, operation, key, fingerprint, status, resource, body, created_at)
                select $1, $2, $3, $4, $5, $10, $6, $9
                where (select count(*) from held) = cardinality($22::uuid[])
                  and ($28::int is null or exists (select 1 from drafted))
                on conflict on constraint idempotency_pkey do nothing
                returning key
            ), counted as (
                insert into case_counter (implementation_code, business_date, last)
                select $14, $21, 1 from fresh
                on conflict on constraint case_counter_pkey do update set last = case_counter.last + 1
                returning last
            ), created as (
                insert into cases (id, bucket, subject, actor, implementation_code, catalogue_version, official_number,
                    query_number, state, version, channel, form, submitted_at, promised_on, is_provisional, changed_at)
                select $10, $11, $12, $13, $14, $15, $14 || to_char($21::date, 'YYYYMMDD') || lpad(last::text, 4, '0'),
                    $16, 'submitted', 1, $17, $18, $9, $19, $20, $9
                from counted
                returning id, official_number
            ), numbered as (
                insert into case_number (official_number, case_id, state, at)
                select official_number, id, 'used', $9 from created
            ), used as (
                insert into case_material (case_id, seq, material_type, material, material_version, reuse_class, manner,
                    valid_until, source_case, confirmed_by)
                select c.id, w.seq, w.material_type, w.material, w.material_version, w.reuse_class, w.manner, w.valid_until,
                    h.source_case, h.confirmed_by
                from created c, wanted w join held h on h.id = w.material
            ), handed_in as (
                update material m set source_case = c.id, handed_in_at = $9, version = m.version + 1
                from created c, wanted w where m.id = w.material and w.manner = 'supplied'
            ), superseded as (
                update material m set state = 'superseded', version = m.version + 1
                from created c
                where m.holder = $12 and m.state = 'valid' and m.handed_in_at is not null
                  and (m.material_type = any($8::text[]) or m.id in (
                      select upload.replaces from material upload join wanted w on w.material = upload.id
                      where w.manner = 'supplied'))
            ), raised as (
                insert into material_library (holder, version) select $12, 1 from created where $29::boolean
                on conflict on constraint material_library_pkey do update set version = material_library.version + 1
                returning holder, version
            ), discarded as (
                delete from draft d using created c, drafted o where d.id = o.id
            ), happened as (
                insert into case_event (case_id, seq, kind, at, actor) select id, 1, 'submitted', $9, $13 from created
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at)
                select 'case.submitted', id, 1, $7, $9, $9 from created
                union all
                select 'material.changed', holder, version, '{}', $9, $9 from raised
            ), noted as (
                select append_audit(id, $9, $13, 'case.submit', official_number, $7, $30) as seq from created
            )
            select (select official_number from created) as official_number, (select version from raised) as library_version,
                   (select count(*) from held) = cardinality($22::uuid[]) as is_held,
                   $28::int is null or exists (select 1 from drafted) as is_drafted,
                   (select max(seq) from noted) as audit_seq
            """;

    private static final String FIND_FINISHED = """
            select i.fingerprint, i.resource, i.body, c.official_number, l.version as library_version
            from idempotency i join cases c on c.id = i.resource left join material_library l on l.holder = c.subject
            where i.caller = $1 and i.operation = $2 and i.key = $3
            """;

    private final Pool pool;

    Submissions(Pool pool) {
        this.pool = pool;
    }

    /**
     * What became of it.
     *
     * @param libraryVersion of the subject's materials, when they changed or, for a repeat, may have
     */
    record Written(String body, String location, Optional<Integer> libraryVersion, boolean isReplay) {}

    /** Writes it, or fails with what stands in the way; a repeat answers what the first call answered. */
    Uni<Written> write(Submission submission) {
        return pool.withConnection(connection -> connection
                        .preparedQuery(SUBMIT)
                        .execute(values(submission))
                        .onFailure(Submissions::mayHaveCommitted)
                        .transform(lost -> outcomeUnknown()))
                .chain(rows -> settled(submission, rows.iterator().next()));
    }

    private Uni<Written> settled(Submission submission, Row row) {
        var officialNumber = row.getString("official_number");
        if (officialNumber != null) {
            return Uni.createFrom()
                    .item(new Written(
                            submission.body().replace(OFFICIAL_NUMBER, officialNumber),
                            location(submission.id()),
                            Optional.ofNullable(row.getInteger("library_version")),
                            false));
        }
        return replay(submission.caller(), submission.key(), submission.fingerprint())
                .map(replayed -> replayed.orElseThrow(() -> obstacle(row)));
    }

    private static Problem obstacle(Row row) {
        if (!row.getBoolean("is_drafted")) {
            return Problem.of(
                    ProblemType.DRAFT_CHANGED, "请重新读取草稿再提交。", "Read the draft again, then submit that version.");
        }
        if (!row.getBoolean("is_held")) {
            return Problem.of(
                    ProblemType.REUSE_CHANGED, "请重新匹配材料并再次确认。", "Match again and confirm the materials once more.");
        }
        return Problem.of(ProblemType.REQUEST_IN_PROGRESS).retryAfter(Duration.ofSeconds(1));
    }

    /** The answer of an earlier call with this key; fails when that call had another body. */
    Uni<Optional<Written>> replay(AuthenticatedCaller caller, IdempotencyKey key, byte[] fingerprint) {
        return pool.preparedQuery(FIND_FINISHED)
                .execute(Tuple.of(callerKey(caller), OPERATION, key.value()))
                .map(rows -> finished(rows, fingerprint));
    }

    private static Optional<Written> finished(RowSet<Row> rows, byte[] fingerprint) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var row = rows.iterator().next();
        if (!MessageDigest.isEqual(row.getBuffer("fingerprint").getBytes(), fingerprint)) {
            throw Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, "新的提交请使用新的键。", "Use a new key for a new submission.");
        }
        var body = row.getString("body").replace(OFFICIAL_NUMBER, row.getString("official_number"));
        var libraryVersion = Optional.ofNullable(row.getInteger("library_version"));
        return Optional.of(new Written(body, location(row.getUUID("resource")), libraryVersion, true));
    }

    /** Once the statement is on its way, only an answer from the server says what became of it. */
    private static boolean mayHaveCommitted(Throwable failure) {
        return !(failure instanceof PgException answer)
                || answer.getSqlState() == null
                || answer.getSqlState().startsWith("57P");
    }

    private static Problem outcomeUnknown() {
        return Problem.of(
                        ProblemType.OUTCOME_UNKNOWN,
                        "连接在提交时中断。用同一 Idempotency-Key 再提交一次是安全的。",
                        "The connection broke while the case was being written. Repeating with the same Idempotency-Key is safe.")
                .retryAfter(Duration.ofSeconds(2));
    }

    /** One person's key never fetches another's answer; an agent's does not fetch the principal's. */
    private static String callerKey(AuthenticatedCaller caller) {
        return caller.subject() + "/" + caller.actor();
    }

    static String location(UUID id) {
        return "/v1/cases/" + id;
    }

    private static Tuple values(Submission submission) {
        var caller = submission.caller();
        var application = submission.application();
        var now = application.moment().atOffset(ZoneOffset.UTC);
        var materials = submission.materials();
        return Tuple.tuple()
                .addString(callerKey(caller))
                .addString(OPERATION)
                .addString(submission.key().value())
                .addBuffer(bytes(submission.fingerprint()))
                .addInteger(201)
                .addString(submission.body())
                .addString(payload(submission))
                .addArrayOfString(submission.endedTypes().toArray(String[]::new))
                .addOffsetDateTime(now)
                .addUUID(submission.id())
                .addShort((short) caller.subject().bucket())
                .addUUID(caller.subject().value())
                .addUUID(caller.actor().value())
                .addString(application.item().implementationCode())
                .addInteger(application.catalogue().version().number())
                .addLong(submission.queryNumber().value())
                .addString(caller.channel())
                .addBuffer(bytes(submission.form()))
                .addLocalDate(application.promisedOn())
                .addBoolean(application.isProvisional())
                .addLocalDate(LocalDate.ofInstant(application.moment(), HallClock.BUSINESS_ZONE))
                .addArrayOfUUID(array(materials, used -> used.material().id(), UUID[]::new))
                .addArrayOfInteger(array(materials, used -> used.material().version(), Integer[]::new))
                .addArrayOfString(array(materials, used -> used.material().materialType(), String[]::new))
                .addArrayOfString(array(
                        materials,
                        used -> String.valueOf(used.requirement().reuseClass().code()),
                        String[]::new))
                .addArrayOfString(array(materials, used -> used.manner().word(), String[]::new))
                .addArrayOfLocalDate(array(
                        materials,
                        used -> Matching.validUntil(used.requirement().materialType(), used.material())
                                .orElse(null),
                        LocalDate[]::new))
                .addInteger(submission.draftVersion().orElse(null))
                .addBoolean(materials.stream().anyMatch(used -> !used.isReused()))
                .addString(submission.requestId());
    }

    private static String payload(Submission submission) {
        return "{\"queryNumber\":\"%s\",\"implementationCode\":\"%s\",\"materials\":%d,\"reused\":%d}"
                .formatted(
                        submission.queryNumber(),
                        submission.application().item().implementationCode(),
                        submission.materials().size(),
                        submission.materials().stream()
                                .filter(UsedMaterial::isReused)
                                .count());
    }

    private static <T> T[] array(
            List<UsedMaterial> materials,
            Function<UsedMaterial, T> column,
            java.util.function.IntFunction<T[]> generator) {
        return materials.stream().map(column).toArray(generator);
    }

    private static io.vertx.mutiny.core.buffer.Buffer bytes(byte[] value) {
        return io.vertx.mutiny.core.buffer.Buffer.newInstance(Buffer.buffer(value));
    }
}
