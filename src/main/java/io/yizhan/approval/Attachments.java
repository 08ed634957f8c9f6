package io.yizhan.approval;

import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.file.AsyncFile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseAccess;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.material.KeptFiles;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.AccessPurpose;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Files that belong to the departments' opinions.
 *
 * <p>Owns {@code review_attachment}: one row per review and content, with the {@code title} the officer gave it and what was found in it
 * ({@code sha256}, {@code size}, {@code media_type}). Added by the officer who holds the claim of an open review, and then as final as
 * the opinion; read by who may see the case as staff.
 */
@Singleton
final class Attachments {
    private static final String KIND = "reviewAttachment";
    private static final int LONGEST_TITLE = 100;

    private static final String COLUMNS = """
            a.id, a.case_id, a.department, a.title, a.sha256, a.size, a.media_type, a.added_at, a.added_by
            """;

    private static final String HELD = """
            select r.department from review r
            where r.case_id = $1 and r.department = any($2::text[]) and r.state = 'open' and r.assignee = $3 and r.lease_until > $4
            """;

    /** The review cannot be concluded meanwhile, and two files are added one after the other. */
    private static final String HOLD = HELD + " for no key update";

    private static final String OF_REVIEW =
            "select %s from review_attachment a where a.case_id = $1 and a.department = $2".formatted(COLUMNS);

    private static final String ADD = """
            with added as (
                insert into review_attachment (id, case_id, department, title, sha256, size, media_type, added_at, added_by)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                returning id, case_id
            )
            select append_audit(case_id, $8, $9, 'review.attach', id::text, $3, $10) from added
            """;

    private static final String LIST = """
            select %s from review_attachment a join cases c on c.id = a.case_id
            where a.case_id = $4 and %s order by a.department, a.id
            """.formatted(COLUMNS, CaseAccess.PREDICATE);

    private static final String FIND = """
            select %s from review_attachment a join cases c on c.id = a.case_id
            where a.case_id = $4 and a.id = $5 and %s
            """.formatted(COLUMNS, CaseAccess.PREDICATE);

    private final Pool pool;
    private final KeptFiles files;
    private final ApprovalConfig config;
    private final Clock clock;

    Attachments(Pool pool, KeptFiles files, ApprovalConfig config, Clock clock) {
        this.pool = pool;
        this.files = files;
        this.config = config;
        this.clock = clock;
    }

    private record File(String title, byte[] sha256, long size, String mediaType) {}

    /** @param isNew whether the review did not have these bytes */
    record Added(Attachment attachment, boolean isNew) {}

    /** Nothing is received for a review the officer does not hold. */
    Uni<Added> add(UUID caseId, HttpServerRequest request, AuthenticatedCaller officer, String requestId) {
        return pool.preparedQuery(HELD)
                .execute(holder(caseId, officer))
                .invoke(rows -> checkHeld(rows.size()))
                .chain(() -> files.keep(request, Attachments::file))
                .chain(file -> pool.withTransaction(transaction -> add(transaction, caseId, file, officer, requestId)));
    }

    private Tuple holder(UUID caseId, AuthenticatedCaller officer) {
        return Tuple.of(
                caseId,
                officer.departments().toArray(String[]::new),
                officer.actor().value(),
                OffsetDateTime.now(clock));
    }

    private static void checkHeld(int rows) {
        if (rows == 0) {
            throw Problem.of(ProblemType.REVIEW_NOT_CLAIMED);
        }
    }

    private static File file(KeptFiles.Kept kept) {
        var title = kept.fields().getOrDefault("title", "").strip();
        if (title.isEmpty() || title.length() > LONGEST_TITLE) {
            throw Problem.of(ProblemType.UPLOAD_INVALID)
                    .fault("form:title", "required", "须写明附件名称（1 至 100 字）", "say what it is, in 1 to 100 characters");
        }
        return new File(AccessPurpose.checked("form:title", title), kept.sha256(), kept.size(), kept.mediaType());
    }

    private Uni<Added> add(
            SqlConnection transaction, UUID caseId, File file, AuthenticatedCaller officer, String requestId) {
        return transaction
                .preparedQuery(HOLD)
                .execute(holder(caseId, officer))
                .invoke(rows -> checkHeld(rows.size()))
                .map(rows -> rows.iterator().next().getString("department"))
                .chain(department -> ofReview(transaction, caseId, department).chain(there -> there.stream()
                        .filter(one -> one.sha256().equals(hex(file.sha256())))
                        .findFirst()
                        .map(same -> Uni.createFrom().item(new Added(same, false)))
                        .orElseGet(() -> write(
                                transaction, caseId, department, checkRoom(file, there.size()), officer, requestId))));
    }

    private static Uni<List<Attachment>> ofReview(SqlConnection transaction, UUID caseId, String department) {
        return transaction
                .preparedQuery(OF_REVIEW)
                .execute(Tuple.of(caseId, department))
                .map(Attachments::all);
    }

    private File checkRoom(File file, int there) {
        if (there >= config.attachments()) {
            throw Problem.of(
                    ProblemType.UPLOAD_QUOTA_EXCEEDED,
                    "一项审查意见最多 %d 个附件。".formatted(config.attachments()),
                    "An opinion may have up to %d attachments.".formatted(config.attachments()));
        }
        return file;
    }

    private Uni<Added> write(
            SqlConnection transaction,
            UUID caseId,
            String department,
            File file,
            AuthenticatedCaller officer,
            String requestId) {
        var now = clock.instant();
        var attachment = new Attachment(
                UuidCreator.getTimeOrderedEpoch(now),
                caseId,
                department,
                file.title(),
                hex(file.sha256()),
                file.size(),
                file.mediaType(),
                now,
                officer.actor().value());
        var values = Tuple.tuple()
                .addValue(attachment.id())
                .addValue(caseId)
                .addValue(department)
                .addValue(file.title())
                .addValue(Buffer.buffer(file.sha256()))
                .addValue(file.size())
                .addValue(file.mediaType())
                .addValue(OffsetDateTime.now(clock))
                .addValue(attachment.addedBy())
                .addValue(requestId);
        return files.name(transaction, KIND, attachment.id(), file.sha256(), file.size(), file.mediaType(), now)
                .chain(() -> transaction.preparedQuery(ADD).execute(values))
                .replaceWith(new Added(attachment, true));
    }

    private static String hex(byte[] sha256) {
        return HexFormat.of().formatHex(sha256);
    }

    /** Of all departments; empty for a case one may not see. */
    Uni<List<Attachment>> list(UUID caseId, CaseAccess access) {
        return pool.preparedQuery(LIST)
                .execute(access.values().addValue(caseId))
                .map(Attachments::all);
    }

    /** @throws Problem {@code attachment-not-found} also when the case may not be seen */
    Uni<Attachment> get(UUID caseId, UUID id, CaseAccess access) {
        return pool.preparedQuery(FIND)
                .execute(access.values().addValue(caseId).addValue(id))
                .map(Attachments::all)
                .map(found ->
                        found.stream().findFirst().orElseThrow(() -> Problem.of(ProblemType.ATTACHMENT_NOT_FOUND)));
    }

    Uni<AsyncFile> content(Attachment attachment) {
        return files.content(HexFormat.of().parseHex(attachment.sha256()));
    }

    private static List<Attachment> all(Iterable<Row> rows) {
        var all = new ArrayList<Attachment>();
        for (var row : rows) {
            all.add(new Attachment(
                    row.getUUID("id"),
                    row.getUUID("case_id"),
                    row.getString("department"),
                    row.getString("title"),
                    hex(row.getBuffer("sha256").getBytes()),
                    row.getLong("size"),
                    row.getString("media_type"),
                    row.getOffsetDateTime("added_at").toInstant(),
                    row.getUUID("added_by")));
        }
        return List.copyOf(all);
    }
}
