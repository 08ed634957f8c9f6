package io.yizhan.approval;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.casework.CaseChange;
import io.yizhan.casework.CaseClock;
import io.yizhan.casework.CaseFile;
import io.yizhan.casework.CaseMove;
import io.yizhan.casework.CaseWitness;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The departments' reviews of a case, opened when its review begins and closed by their opinions; and the rules they add to a
 * decision.
 *
 * <p>Owns {@code review}: one row per case and department besides the responsible one; {@code stage} orders them; {@code state} is
 * waiting, open or done; {@code limit_days} and {@code due_on} are the department's own clock, counted from {@code opened_at};
 * {@code assignee} holds it until {@code lease_until}; {@code outcome} and {@code opinion} are what it says; {@code version} counts
 * changes. Whose department it is stands in every statement: what is not one's own does not exist.
 */
@Singleton
public final class Reviews implements CaseWitness {
    private static final String COLUMNS = """
            r.case_id, r.department, r.stage, r.state, r.limit_days, r.opened_at, r.due_on, r.assignee, r.lease_until, r.outcome,
            r.opinion, r.done_at, r.done_by, r.version
            """;

    private static final String OF_CASE =
            "select %s from review r where r.case_id = $1 order by r.stage, r.department".formatted(COLUMNS);

    private static final String PLAN = """
            with planned as (
                insert into review (case_id, department, stage, state, limit_days, opened_at, due_on)
                select $1, department, stage, state, days, case when state = 'open' then $6::timestamptz end, due_on
                from unnest($2::text[], $3::smallint[], $4::text[], $5::smallint[], $7::date[])
                    as p(department, stage, state, days, due_on)
                returning department
            )
            insert into case_department (case_id, department) select $1, department from planned
            on conflict on constraint case_department_pkey do nothing
            """;

    private static final String OPEN = """
            update review set state = 'open', opened_at = $3, due_on = $4, version = version + 1
            where case_id = $1 and department = $2 and state = 'waiting'
            """;

    private static final String MOVE_DUE =
            "update review set due_on = $3 where case_id = $1 and department = $2 and state = 'open'";

    private static final String CLAIM_NEXT = """
            with next as (
                select r.case_id, r.department from review r join cases c on c.id = r.case_id
                where r.department = any($1) and r.state = 'open' and c.state = 'inReview'
                  and (r.assignee is null or r.lease_until <= $2)
                order by r.due_on, r.case_id limit 1
                for update of r skip locked
            ), claimed as (
                update review r set assignee = $3, lease_until = $4, version = r.version + 1
                from next n where r.case_id = n.case_id and r.department = n.department
                returning %s
            )
            select r.*, append_audit(r.case_id, $2, $3, 'review.claim', r.department, '', $5) from claimed r
            """.formatted(COLUMNS);

    private static final String CLAIM = """
            with claimed as (
                update review r set assignee = $4, lease_until = $5, version = r.version + 1
                where r.case_id = $1 and r.department = any($2) and r.state = 'open'
                  and (r.assignee is null or r.assignee = $4 or r.lease_until <= $3)
                returning %s
            )
            select r.*, append_audit(r.case_id, $3, $4, 'review.claim', r.department, '', $6) from claimed r
            """.formatted(COLUMNS);

    private static final String HAND_BACK = """
            with handed as (
                update review r set assignee = null, lease_until = null, version = r.version + 1
                where r.case_id = $1 and r.department = any($2) and r.state = 'open' and r.assignee = $4
                returning %s
            )
            select r.*, append_audit(r.case_id, $3, $4, 'review.handBack', r.department, '', $5) from handed r
            """.formatted(COLUMNS);

    private static final String REASSIGN = """
            with reassigned as (
                update review r set assignee = $5, lease_until = $6, version = r.version + 1
                where r.case_id = $1 and r.department = any($2) and r.state = 'open'
                  and exists (select from staff s where s.subject_id = $5 and s.role = 'officer' and s.department = r.department)
                returning %s
            )
            select r.*, append_audit(r.case_id, $3, $4, 'review.reassign', r.department, $5::text, $7) from reassigned r
            """.formatted(COLUMNS);

    private static final String CONCLUDE = """
            with done as (
                update review r set state = 'done', outcome = $5, opinion = $6, done_at = $3, done_by = $4, version = r.version + 1
                where r.case_id = $1 and r.department = any($2) and r.state = 'open' and r.assignee = $4 and r.lease_until > $3
                returning %s
            )
            select r.*, append_audit(r.case_id, $3, $4, 'review.conclude', r.department, $5, $7) from done r
            """.formatted(COLUMNS);

    private static final String TELL = """
            insert into outbox (topic, key, version, payload, created_at, due_at) values ($1, $2, $3, $4, $5, $5)
            """;

    private final ReviewPlans plans;
    private final CaseClock caseClock;
    private final ApprovalConfig config;
    private final Clock clock;

    Reviews(ReviewPlans plans, StatutoryClock statutory, ApprovalConfig config, Clock clock) {
        this.plans = plans;
        this.caseClock = new CaseClock(statutory);
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Void> moved(SqlConnection transaction, CaseChange change) {
        return switch (change.move()) {
            case BEGIN_REVIEW -> plan(transaction, change);
            case SUSPEND, RESUME, SUPPLY_CORRECTION, CHANGE_DUE -> moveDueDates(transaction, change);
            case GRANT, REFUSE -> checkDecision(transaction, change);
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> plan(SqlConnection transaction, CaseChange change) {
        var file = change.after();
        var plan = plans.of(file.head().implementationCode());
        if (plan.steps().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var steps = plan.steps();
        var values = Tuple.tuple()
                .addValue(file.id())
                .addValue(steps.stream().map(ReviewPlan.Step::department).toArray(String[]::new))
                .addValue(steps.stream().map(step -> (short) step.stage()).toArray(Short[]::new))
                .addValue(steps.stream()
                        .map(step -> step.stage() == plan.firstStage() ? "open" : "waiting")
                        .toArray(String[]::new))
                .addValue(steps.stream().map(step -> (short) step.days()).toArray(Short[]::new))
                .addValue(time(change.at()))
                .addValue(steps.stream()
                        .map(step -> step.stage() == plan.firstStage() ? due(file, change.at(), step.days()) : null)
                        .toArray(LocalDate[]::new));
        return transaction.preparedQuery(PLAN).execute(values).replaceWithVoid();
    }

    private LocalDate due(CaseFile file, Instant openedAt, int days) {
        return caseClock.within(file, openedAt, days).dueDate();
    }

    /** The departments' clocks rest with the case's. */
    private Uni<Void> moveDueDates(SqlConnection transaction, CaseChange change) {
        return of(transaction, change.after().id())
                .chain(reviews -> inTurn(reviews.stream()
                        .filter(review -> review.state() == Review.State.OPEN)
                        .map(review -> moveDueDate(transaction, change.after(), review))
                        .toList()));
    }

    private Uni<Void> moveDueDate(SqlConnection transaction, CaseFile file, Review review) {
        var dueOn = due(file, review.openedAt().orElseThrow(), review.limitDays());
        return transaction
                .preparedQuery(MOVE_DUE)
                .execute(Tuple.of(review.caseId(), review.department(), dueOn))
                .replaceWithVoid();
    }

    private Uni<Void> checkDecision(SqlConnection transaction, CaseChange change) {
        checkFourEyes(change);
        return of(transaction, change.after().id())
                .invoke(reviews -> checkConcluded(reviews, change.move()))
                .replaceWithVoid();
    }

    private void checkFourEyes(CaseChange change) {
        var plan = plans.of(change.after().head().implementationCode());
        var acceptedBy = change.after().acceptance().flatMap(acceptance -> acceptance.by());
        if (plan.needsFourEyes() && acceptedBy.isPresent() && acceptedBy.equals(change.actor())) {
            throw Problem.of(
                    ProblemType.FOUR_EYES_REQUIRED, "受理人不得作出决定。", "Whoever accepted the case may not decide it.");
        }
    }

    private static void checkConcluded(List<Review> reviews, CaseMove move) {
        var open = reviews.stream()
                .filter(review -> review.state() != Review.State.DONE)
                .map(Review::department)
                .toList();
        if (!open.isEmpty()) {
            throw Problem.of(ProblemType.REVIEWS_OPEN).with("departments", open);
        }
        var against = reviews.stream()
                .filter(review -> review.outcome().equals(Optional.of(Review.Outcome.DISAGREE)))
                .map(Review::department)
                .toList();
        if (move == CaseMove.GRANT && !against.isEmpty()) {
            throw Problem.of(ProblemType.REVIEW_DISAGREES).with("departments", against);
        }
    }

    private static Uni<Void> inTurn(List<Uni<Void>> steps) {
        var all = Uni.createFrom().voidItem();
        for (var step : steps) {
            all = all.chain(() -> step);
        }
        return all;
    }

    /** All reviews of a case the caller may see. */
    Uni<List<Review>> of(SqlClient client, UUID caseId) {
        return client.preparedQuery(OF_CASE).execute(Tuple.of(caseId)).map(Reviews::all);
    }

    /** Claims the most urgent review nobody holds; empty when there is none. */
    Uni<Optional<Review>> claimNext(SqlConnection transaction, AuthenticatedCaller officer, String requestId) {
        var now = clock.instant();
        var values = Tuple.tuple()
                .addValue(departments(officer))
                .addValue(time(now))
                .addValue(officer.actor().value())
                .addValue(time(now.plus(config.lease())))
                .addValue(requestId);
        return transaction.preparedQuery(CLAIM_NEXT).execute(values).map(rows -> all(rows).stream()
                .findFirst());
    }

    /** Claims this one, or claims it longer. */
    Uni<Review> claim(SqlConnection transaction, UUID caseId, AuthenticatedCaller officer, String requestId) {
        var now = clock.instant();
        var values = Tuple.tuple()
                .addValue(caseId)
                .addValue(departments(officer))
                .addValue(time(now))
                .addValue(officer.actor().value())
                .addValue(time(now.plus(config.lease())))
                .addValue(requestId);
        return transaction
                .preparedQuery(CLAIM)
                .execute(values)
                .chain(rows -> single(transaction, rows, caseId, officer, ProblemType.REVIEW_CLAIMED));
    }

    Uni<Review> handBack(SqlConnection transaction, UUID caseId, AuthenticatedCaller officer, String requestId) {
        var values = Tuple.tuple()
                .addValue(caseId)
                .addValue(departments(officer))
                .addValue(time(clock.instant()))
                .addValue(officer.actor().value())
                .addValue(requestId);
        return transaction
                .preparedQuery(HAND_BACK)
                .execute(values)
                .chain(rows -> single(transaction, rows, caseId, officer, ProblemType.REVIEW_NOT_CLAIMED));
    }

    /** To another officer of the same department. */
    Uni<Review> reassign(
            SqlConnection transaction, UUID caseId, UUID to, AuthenticatedCaller officer, String requestId) {
        var now = clock.instant();
        var values = Tuple.tuple()
                .addValue(caseId)
                .addValue(departments(officer))
                .addValue(time(now))
                .addValue(officer.actor().value())
                .addValue(to)
                .addValue(time(now.plus(config.lease())))
                .addValue(requestId);
        return transaction
                .preparedQuery(REASSIGN)
                .execute(values)
                .chain(rows -> single(transaction, rows, caseId, officer, ProblemType.REVIEW_NOT_FOUND));
    }

    /** Says what the department thinks, and opens the next stage when it was the last of its own. */
    Uni<Review> conclude(
            SqlConnection transaction,
            CaseFile file,
            Review.Outcome outcome,
            String opinion,
            AuthenticatedCaller officer,
            String requestId) {
        var now = clock.instant();
        var values = Tuple.tuple()
                .addValue(file.id())
                .addValue(departments(officer))
                .addValue(time(now))
                .addValue(officer.actor().value())
                .addValue(outcome.word())
                .addValue(opinion)
                .addValue(requestId);
        return transaction
                .preparedQuery(CONCLUDE)
                .execute(values)
                .chain(rows -> single(transaction, rows, file.id(), officer, ProblemType.REVIEW_NOT_CLAIMED))
                .call(done -> openNextStage(transaction, file, now))
                .call(done -> tell(transaction, file, done, now));
    }

    private Uni<Void> openNextStage(SqlConnection transaction, CaseFile file, Instant now) {
        return of(transaction, file.id()).chain(reviews -> {
            var isStageDone = reviews.stream().noneMatch(review -> review.state() == Review.State.OPEN);
            var next = reviews.stream()
                    .filter(review -> review.state() == Review.State.WAITING)
                    .mapToInt(Review::stage)
                    .min();
            return !isStageDone || next.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : inTurn(reviews.stream()
                            .filter(review ->
                                    review.state() == Review.State.WAITING && review.stage() == next.getAsInt())
                            .map(review -> open(transaction, file, review, now))
                            .toList());
        });
    }

    private Uni<Void> open(SqlConnection transaction, CaseFile file, Review review, Instant now) {
        return transaction
                .preparedQuery(OPEN)
                .execute(Tuple.of(file.id(), review.department(), time(now), due(file, now, review.limitDays())))
                .replaceWithVoid();
    }

    private static Uni<Void> tell(SqlConnection transaction, CaseFile file, Review done, Instant now) {
        var payload = "{\"department\":\"" + done.department() + "\",\"outcome\":\""
                + done.outcome().orElseThrow().word() + "\"}";
        return transaction
                .preparedQuery(TELL)
                .execute(Tuple.of("review.concluded", file.id(), file.version(), payload, time(now)))
                .replaceWithVoid();
    }

    private static Uni<Review> single(
            SqlConnection transaction,
            RowSet<Row> rows,
            UUID caseId,
            AuthenticatedCaller officer,
            ProblemType otherwise) {
        if (rows.size() > 0) {
            return Uni.createFrom().item(review(rows.iterator().next()));
        }
        return transaction
                .preparedQuery("select 1 from review where case_id = $1 and department = any($2) and state = 'open'")
                .execute(Tuple.tuple().addValue(caseId).addValue(departments(officer)))
                .map(found -> {
                    throw Problem.of(found.size() == 0 ? ProblemType.REVIEW_NOT_FOUND : otherwise);
                });
    }

    private static String[] departments(AuthenticatedCaller officer) {
        return officer.departments().toArray(String[]::new);
    }

    private static List<Review> all(RowSet<Row> rows) {
        var all = new ArrayList<Review>(rows.size());
        for (var row : rows) {
            all.add(review(row));
        }
        return all;
    }

    private static Review review(Row row) {
        return new Review(
                row.getUUID("case_id"),
                row.getString("department"),
                row.getInteger("stage"),
                Review.State.ofWord(row.getString("state")),
                row.getInteger("limit_days"),
                moment(row, "opened_at"),
                Optional.ofNullable(row.getLocalDate("due_on")),
                Optional.ofNullable(row.getUUID("assignee")),
                moment(row, "lease_until"),
                Optional.ofNullable(row.getString("outcome")).map(Review.Outcome::ofWord),
                Optional.ofNullable(row.getString("opinion")),
                moment(row, "done_at"),
                Optional.ofNullable(row.getUUID("done_by")),
                row.getInteger("version"));
    }

    private static Optional<Instant> moment(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
