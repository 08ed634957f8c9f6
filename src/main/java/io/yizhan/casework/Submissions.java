package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.material.Library;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.pg.DedicatedConnections;
import io.yizhan.platform.pg.PipelinedPg;
import io.yizhan.platform.pg.PlannedOnce;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes submissions, each wholly or not at all, several in one statement and so in one round trip and one commit.
 *
 * <p>Owns {@code cases}, {@code case_material}, {@code case_event}, {@code case_counter} and {@code case_number} as far as
 * submission goes, and writes into the tables of others what belongs to the same moment: the idempotency row, the audit
 * row, the outbox rows, the hand-in of materials, the end of the draft.
 *
 * <p>The statement repeats the reuse decision: it locks the very versions of the materials the decision was made on and
 * demands that they still stand. Nothing of a row is written unless all of them do, the draft is at its version, the item
 * still has numbers for the day, and the idempotency key is new. A repeat takes no number. What keeps one row back is
 * answered for that row; the others are written.
 *
 * <p>Whatever is locked is locked in one order (materials, drafts, keys, counters, libraries; each sorted), so that
 * statements that meet wait and do not block each other for good. The first entry of a case's audit stream follows
 * nothing, so it needs neither the lock nor the look-up of {@code append_audit}.
 *
 * <p>PostgreSQL takes arrays for ten rows and joins them by loops. So what stands in a loop is narrow and begins with its number, and
 * what is locked or updated is joined with nothing wide: of that PostgreSQL makes a copy for each pair.
 */
@Singleton
final class Submissions {
    /** Stands in the stored answer for the number the statement gives. */
    static final String OFFICIAL_NUMBER = "@officialNumber@";

    private static final String OPERATION = "POST /v1/cases";

    static final String SUBMIT = """
            with given as (
                select * from unnest($1::int[], $2::uuid[], $3::smallint[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::bytea[],
                        $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::date[], $14::int[], $15::bigint[], $16::text[],
                        $17::bytea[], $18::date[], $19::boolean[], $20::int[], $21::int[], $22::boolean[], $23::text[])
                    as g(n, id, bucket, subject, actor, caller, key, fingerprint, body, payload, moment, implementation_code,
                        business_date, catalogue_version, query_number, channel, form, promised_on, is_provisional, draft_version,
                        material_count, hands_in, request_id)
            ), wanted as (
                select * from unnest($24::int[], $25::smallint[], $26::uuid[], $27::uuid[], $28::int[], $29::text[], $30::text[],
                        $31::text[], $32::date[])
                    as w(n, seq, holder, material, material_version, material_type, reuse_class, manner, valid_until)
            ), held as (
                select w.*, m.source_case, m.confirmed_by, m.replaces
                from wanted w join material m on m.id = w.material and m.holder = w.holder
                where m.version = w.material_version and m.state = 'valid'
                  and (m.handed_in_at is null) = (w.manner = 'supplied')
                order by m.id
                for no key update of m
            ), drafted as (
                select g.n, d.id
                from given g join draft d
                  on d.subject = g.subject and d.implementation_code = g.implementation_code and d.version = g.draft_version
                order by d.id
                for update of d
            ), judged as (
                select g.*, coalesce(h.count, 0) = g.material_count as is_held,
                       g.draft_version is null or d.n is not null as is_drafted, coalesce(c.last, 0) < 9999 as is_open
                from given g left join (select n, count(*) from held group by n) h on h.n = g.n left join drafted d on d.n = g.n
                     left join case_counter c on c.implementation_code = g.implementation_code and c.business_date = g.business_date
            ), fresh as (
                insert into idempotency (caller, operation, key, fingerprint, status, resource, body, created_at)
                select caller, 'POST /v1/cases', key, fingerprint, 201, id, body, moment
                from judged where is_held and is_drafted and is_open
                on conflict on constraint idempotency_pkey do nothing
                returning resource
            ), asking as (
                select j.n, j.implementation_code, j.business_date, row_number() over (item order by j.n) as place,
                           count(*) over item as places
                from judged j join fresh f on f.resource = j.id
                window item as (partition by j.implementation_code, j.business_date)
            ), counted as (
                insert into case_counter (implementation_code, business_date, last)
                select implementation_code, business_date, count(*) from asking group by 1, 2 order by 1, 2
                on conflict on constraint case_counter_pkey do update set last = case_counter.last + excluded.last
                returning implementation_code, business_date, last
            ), numbered as (
                select j.n, j.id, j.bucket, j.subject, j.actor, j.payload, j.moment, j.implementation_code, j.catalogue_version,
                       j.query_number, j.channel, j.form, j.promised_on, j.is_provisional, j.hands_in, j.request_id,
                       j.implementation_code || to_char(j.business_date, 'YYYYMMDD')
                            || lpad((c.last - a.places + a.place)::text, 4, '0') as official_number
                from asking a join counted c using (implementation_code, business_date) join judged j on j.n = a.n
            ), created as (
                insert into cases (id, bucket, subject, actor, implementation_code, catalogue_version, official_number,
                    query_number, state, version, channel, form, submitted_at, promised_on, is_provisional, changed_at)
                select id, bucket, subject, actor, implementation_code, catalogue_version, official_number,
                    query_number, 'submitted', 1, channel, form, moment, promised_on, is_provisional, moment
                from numbered
            ), entered as (
                insert into case_number (official_number, case_id, state, at)
                select official_number, id, 'used', moment from numbered
            ), accepted as materialized (
                select n, id, subject, moment from numbered
            ), placed as (
                select h.*, a.id as case_id, a.moment from held h join accepted a on a.n = h.n
            ), used as (
                insert into case_material (case_id, seq, material_type, material, material_version, reuse_class, manner,
                    valid_until, source_case, confirmed_by)
                select case_id, seq, material_type, material, material_version, reuse_class, manner, valid_until,
                    source_case, confirmed_by
                from placed
            ), handed_in as (
                update material m set source_case = p.case_id, handed_in_at = p.moment, version = m.version + 1
                from placed p where m.id = p.material and p.manner = 'supplied'
            ), superseded as (
                update material m set state = 'superseded', version = m.version + 1
                from (
                    select a.subject, e.material_type, null::uuid as material
                    from unnest($33::int[], $34::text[]) as e(n, material_type) join accepted a on a.n = e.n
                    union all
                    select holder, null, replaces from placed where manner = 'supplied' and replaces is not null
                ) ended
                where m.holder = ended.subject and m.state = 'valid' and m.handed_in_at is not null
                  and (m.material_type = ended.material_type or m.id = ended.material)
                returning m.holder
            ), raised as (
                insert into material_library (holder, version) select subject, 1 from numbered where hands_in order by subject
                on conflict on constraint material_library_pkey do update set version = material_library.version + 1
                returning holder, version
            ), submitted as materialized (
                select d.id from drafted d join accepted a on a.n = d.n
            ), discarded as (
                delete from draft d using submitted s where d.id = s.id
            ), happened as (
                insert into case_event (case_id, seq, kind, at, actor) select id, 1, 'submitted', moment, actor from numbered
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at)
                select 'case.submitted', id, 1, payload, moment, moment from numbered
                union all
                select 'material.changed', r.holder, r.version, '{}', a.moment, a.moment
                from raised r join accepted a on a.subject = r.holder
            ), noted as (
                insert into audit_entry (stream, seq, at, actor, action, object, detail, request_id, previous_hash, hash)
                select id, 1, moment, actor, 'case.submit', official_number, payload, request_id, '',
                       audit_hash('', id, 1, moment, actor, 'case.submit', official_number, payload, request_id)
                from numbered
            )
            select j.n, c.official_number, r.version as library_version, j.is_held, j.is_drafted, j.is_open,
                   exists (select 1 from superseded s where s.holder = j.subject) as has_superseded
            from judged j left join numbered c on c.n = j.n left join raised r on r.holder = j.subject
            """;

    private static final String FIND_FINISHED = """
            select i.fingerprint, i.resource, i.body, c.official_number, l.version as library_version
            from idempotency i join cases c on c.id = i.resource left join material_library l on l.holder = c.subject
            where i.caller = $1 and i.operation = $2 and i.key = $3
            """;

    private final PlannedOnce planned;
    private final PipelinedPg pipelined;

    Submissions(DedicatedConnections connections, PipelinedPg pipelined, CaseworkConfig config) {
        this.planned = new PlannedOnce(connections, config.submissionStatements());
        this.pipelined = pipelined;
    }

    /**
     * What became of it.
     *
     * @param libraryVersion of the subject's materials, when they changed or, for a repeat, may have
     * @param library what they are now, if that is known without asking
     */
    record Written(
            String body,
            String location,
            Optional<Integer> libraryVersion,
            Optional<Library> library,
            boolean isReplay) {}

    /**
     * What the statement says of one row.
     *
     * @param officialNumber absent when the row was not written, because the key is not new or one of the next three is false
     * @param hasSuperseded whether what was handed in has ended the reuse of something older
     */
    record Outcome(
            Optional<String> officialNumber,
            Optional<Integer> libraryVersion,
            boolean isHeld,
            boolean isDrafted,
            boolean isOpen,
            boolean hasSuperseded) {}

    /**
     * Writes those that nothing stands in the way of, and answers for each what became of it, in their order. It fails for
     * all or for none. No two may be of one subject: each row is judged on what is there before the statement.
     */
    Uni<List<Outcome>> write(List<Submission> submissions) {
        return planned.withConnection(connection -> connection
                        .preparedQuery(SUBMIT)
                        .execute(Tuple.newInstance(SubmissionRows.of(submissions)))
                        .onFailure(Submissions::mayHaveCommitted)
                        .transform(lost -> outcomeUnknown()))
                .map(rows -> outcomes(rows, submissions.size()));
    }

    private static List<Outcome> outcomes(RowSet<Row> rows, int count) {
        var outcomes = new Outcome[count];
        for (var row : rows) {
            outcomes[row.getInteger("n") - 1] = new Outcome(
                    Optional.ofNullable(row.getString("official_number")),
                    Optional.ofNullable(row.getInteger("library_version")),
                    row.getBoolean("is_held"),
                    row.getBoolean("is_drafted"),
                    row.getBoolean("is_open"),
                    row.getBoolean("has_superseded"));
        }
        return List.of(outcomes);
    }

    /** The receipt, also that of an earlier call with the key; fails with what stood in the way. */
    Uni<Written> settled(Submission submission, Outcome outcome) {
        return outcome.officialNumber()
                .map(number -> Uni.createFrom().item(written(submission, number, outcome)))
                .orElseGet(() -> replay(submission.caller(), submission.key(), submission.fingerprint())
                        .map(replayed -> replayed.orElseThrow(() -> obstacle(outcome))));
    }

    private static Written written(Submission submission, String officialNumber, Outcome outcome) {
        return new Written(
                submission.body().replace(OFFICIAL_NUMBER, officialNumber),
                location(submission.id()),
                outcome.libraryVersion(),
                outcome.libraryVersion()
                        .filter(version -> !outcome.hasSuperseded())
                        .flatMap(submission::libraryAt),
                false);
    }

    private static Problem obstacle(Outcome outcome) {
        if (!outcome.isDrafted()) {
            return Problem.of(
                    ProblemType.DRAFT_CHANGED, "请重新读取草稿再提交。", "Read the draft again, then submit that version.");
        }
        if (!outcome.isHeld()) {
            return Problem.of(
                    ProblemType.REUSE_CHANGED, "请重新匹配材料并再次确认。", "Match again and confirm the materials once more.");
        }
        if (!outcome.isOpen()) {
            return Problem.of(ProblemType.DAILY_NUMBERS_EXHAUSTED);
        }
        return Problem.of(ProblemType.REQUEST_IN_PROGRESS).retryAfter(Duration.ofSeconds(1));
    }

    /** The answer of an earlier call with this key; fails when that call had another body. */
    Uni<Optional<Written>> replay(AuthenticatedCaller caller, IdempotencyKey key, byte[] fingerprint) {
        return pipelined
                .query(FIND_FINISHED, Tuple.of(callerKey(caller), OPERATION, key.value()))
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
        return Optional.of(
                new Written(body, location(row.getUUID("resource")), libraryVersion, Optional.empty(), true));
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
    static String callerKey(AuthenticatedCaller caller) {
        return caller.subject() + "/" + caller.actor();
    }

    static String location(UUID id) {
        return "/v1/cases/" + id;
    }
}
