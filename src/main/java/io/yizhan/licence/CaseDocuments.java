package io.yizhan.licence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseAccess;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Documents of cases.
 *
 * <p>Owns {@code case_document} (one row per document; {@code seq} is the event that called for it, {@code data} its content as JSON
 * without the applicant's name, {@code sha256} and {@code seal} of the bytes that were printed when it was first asked for; the bytes
 * lie with the materials), {@code document_counter} (numbers of a department, kind and year) and {@code document_number} (every number
 * ever handed out).
 */
@Singleton
final class CaseDocuments {
    private static final String NEXT = """
            insert into document_counter (department, kind, year, last) values ($1, $2, $3, 1)
            on conflict on constraint document_counter_pkey do update set last = document_counter.last + 1
            returning last
            """;

    private static final String REASON = "select reason from case_event where case_id = $1 and seq = $2";

    private static final String ADD = """
            with written as (
                insert into case_document (id, case_id, seq, kind, number, data, at, verification_code)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
            ), entered as (
                insert into document_number (number, document, state, at) values ($5, $1, 'used', $7)
            )
            insert into outbox (topic, key, version, payload, created_at, due_at) values ('document.issued', $2, $3, $9, $7, $7)
            """;

    private static final String SELECT = """
            select d.id, d.case_id, c.subject, d.data, d.at, d.verification_code, d.sha256, d.seal
            from case_document d join cases c on c.id = d.case_id
            """;

    private static final String LIST =
            SELECT + "where d.case_id = $4 and %s order by d.seq".formatted(CaseAccess.PREDICATE);
    private static final String FIND =
            SELECT + "where d.case_id = $4 and d.number = $5 and %s".formatted(CaseAccess.PREDICATE);
    private static final String FIND_BY_CODE = SELECT + "where d.verification_code = $1";

    /** The first to print it decides its bytes. */
    private static final String SEAL =
            "update case_document set sha256 = $2, seal = $3, sealed_at = $4 where id = $1 and sha256 is null";

    private static final String GET = SELECT + "where d.id = $1";

    private static final String NOTE =
            "select append_audit(c.subject, $2, $3, 'document.read', $4, $5, $6) from cases c where c.id = $1";

    private final Pool pool;
    private final ObjectMapper json;
    private final Clock clock;

    CaseDocuments(Pool pool, ObjectMapper json, Clock clock) {
        this.pool = pool;
        this.json = json;
        this.clock = clock;
    }

    /** The next number of a department, kind and year. */
    Uni<Integer> next(SqlConnection transaction, String department, DocumentKind kind, int year) {
        return transaction
                .preparedQuery(NEXT)
                .execute(Tuple.of(department, kind.word(), (short) year))
                .map(rows -> rows.iterator().next().getInteger("last"));
    }

    /** What the one who acts has written to the event of this move. */
    Uni<Optional<String>> reason(SqlConnection transaction, UUID caseId, int seq) {
        return transaction
                .preparedQuery(REASON)
                .execute(Tuple.of(caseId, seq))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.ofNullable(rows.iterator().next().getString("reason")));
    }

    Uni<Void> add(SqlConnection transaction, UUID caseId, int seq, DocumentData data, Instant at) {
        var values = Tuple.tuple()
                .addValue(UuidCreator.getTimeOrderedEpoch(at))
                .addValue(caseId)
                .addValue(seq)
                .addValue(data.kind().word())
                .addValue(data.number())
                .addValue(written(data))
                .addValue(at.atOffset(ZoneOffset.UTC))
                .addValue(VerificationCode.random().value())
                .addValue("{\"number\":\"" + data.number() + "\",\"kind\":\""
                        + data.kind().word() + "\"}");
        return transaction.preparedQuery(ADD).execute(values).replaceWithVoid();
    }

    Uni<List<CaseDocument>> list(UUID caseId, CaseAccess access) {
        return pool.preparedQuery(LIST)
                .execute(access.values().addValue(caseId))
                .map(this::documents);
    }

    Uni<CaseDocument> get(UUID caseId, String number, CaseAccess access) {
        return pool.preparedQuery(FIND)
                .execute(access.values().addValue(caseId).addValue(number))
                .map(this::single);
    }

    Uni<Optional<CaseDocument>> find(VerificationCode code) {
        return pool.preparedQuery(FIND_BY_CODE).execute(Tuple.of(code.value())).map(rows -> documents(rows).stream()
                .findFirst());
    }

    /** As it is kept then, whoever has sealed it. */
    Uni<CaseDocument> seal(CaseDocument document, SealedPaper paper) {
        return pool.preparedQuery(SEAL)
                .execute(
                        Tuple.of(document.id(), Buffer.buffer(paper.sha256()), paper.seal(), OffsetDateTime.now(clock)))
                .chain(() -> pool.preparedQuery(GET).execute(Tuple.of(document.id())))
                .map(this::single);
    }

    /**
     * In the trail of the subject, who can read it.
     *
     * @param purpose nothing personal
     */
    Uni<Void> noteRead(CaseDocument document, UUID reader, String purpose, String requestId) {
        return pool.preparedQuery(NOTE)
                .execute(Tuple.of(
                        document.caseId(),
                        OffsetDateTime.now(clock),
                        reader,
                        document.data().number(),
                        purpose,
                        requestId))
                .replaceWithVoid();
    }

    private CaseDocument single(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.of(ProblemType.DOCUMENT_NOT_FOUND);
        }
        return document(rows.iterator().next());
    }

    private List<CaseDocument> documents(RowSet<Row> rows) {
        var all = new ArrayList<CaseDocument>(rows.size());
        rows.forEach(row -> all.add(document(row)));
        return List.copyOf(all);
    }

    private CaseDocument document(Row row) {
        var sha256 = row.getBuffer("sha256");
        return new CaseDocument(
                row.getUUID("id"),
                row.getUUID("case_id"),
                row.getUUID("subject"),
                read(row.getString("data")),
                row.getOffsetDateTime("at").toInstant(),
                new VerificationCode(row.getString("verification_code")),
                sha256 == null
                        ? Optional.empty()
                        : Optional.of(new CaseDocument.Seal(sha256.getBytes(), row.getString("seal"))));
    }

    private String written(DocumentData data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private DocumentData read(String data) {
        try {
            return json.readValue(data, DocumentData.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the data of a document are damaged");
        }
    }
}
