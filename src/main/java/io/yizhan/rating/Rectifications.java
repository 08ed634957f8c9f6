package io.yizhan.rating;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.DeadlineTerms;
import io.yizhan.calendar.Limit;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.PersonalCipher;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.timer.DueTimer;
import io.yizhan.platform.timer.TimerHandler;
import io.yizhan.platform.timer.Timers;
import io.yizhan.rating.Rectification.State;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a bad rating: verify, rectify, call back; or appeal, and a review of the appeal. Each step has its own working days; one
 * that is not taken in time is escalated, and again after as many days, {@link RatingConfig#escalations} times in all. Then it is at the
 * top: nobody is left to be told, and it stays open and marked until somebody takes the step.
 *
 * <p>Owns {@code rectification} (one row per bad rating: {@code state}, {@code due_at}, {@code escalations}) and
 * {@code rectification_step} (what was done, append-only; {@code remark} encrypted). The rated unit is held to its own by the predicate of
 * every statement.
 */
@Singleton
final class Rectifications implements TimerHandler {
    private static final String TIMER = "rating.step";
    private static final int FIRST_BAD_LEVEL = 4;
    private static final PersonalCipher.Column STEP = new PersonalCipher.Column("rectification_step", "remark");
    private static final PersonalCipher.Column RATING = new PersonalCipher.Column("rating", "remark");

    private static final String OPEN = """
            insert into rectification (rating_id, department, state, due_at, opened_at, version) values ($1, $2, 'verifying', $3, $4, 1)
            """;

    private static final String ADD_STEP = """
            insert into rectification_step (rating_id, seq, kind, at, actor, remark)
            select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5 from rectification_step where rating_id = $1
            """;

    private static final String FIND = """
            select t.rating_id, t.department, t.state, t.due_at, t.escalations, t.version, r.case_id, r.implementation_code,
                   r.window_number, r.level, r.remark, r.shows_rater, r.rated_at,
                   (select json_agg(json_build_array(s.seq, s.kind, s.at, encode(s.remark, 'base64')) order by s.seq)
                    from rectification_step s where s.rating_id = t.rating_id) as steps
            from rectification t join rating r on r.id = t.rating_id
            """;

    private static final String FIND_ONE =
            FIND + "where ($1::boolean or t.department = any($2::text[])) and t.rating_id = $3";

    private static final String LIST = FIND + """
            where ($1::boolean or t.department = any($2::text[])) and t.state <> 'closed' and ($3::uuid is null or t.rating_id > $3)
            order by t.rating_id limit $4
            """;

    private static final String LOCK = """
            select t.state, t.version, t.escalations, r.case_id from rectification t join rating r on r.id = t.rating_id
            where ($1::boolean or t.department = any($2::text[])) and t.rating_id = $3
            for no key update of t
            """;

    private static final String MOVE = """
            with moved as (
                update rectification set state = $2, due_at = $3, closed_at = $4, version = version + 1, escalations = escalations + $5
                where rating_id = $1
                returning rating_id, version
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at)
                select 'rating.' || $6, c.id, c.version, $7, $8, $8
                from moved m join rating r on r.id = m.rating_id join cases c on c.id = r.case_id
            )
            select append_audit($9, $8, $10, 'rating.' || $6, rating_id::text, $2, $11) from moved
            """;

    private static final String EXCLUDE = "update rating set is_excluded = true where id = $1";

    private final Pool pool;
    private final Clock clock;
    private final StatutoryClock statutory;
    private final PersonalCipher cipher;
    private final RatingConfig config;
    private final Counter reachedTheTop;

    Rectifications(
            Pool pool,
            Clock clock,
            StatutoryClock statutory,
            PersonalCipher cipher,
            RatingConfig config,
            MeterRegistry metrics) {
        this.pool = pool;
        this.clock = clock;
        this.statutory = statutory;
        this.cipher = cipher;
        this.config = config;
        this.reachedTheTop = Counter.builder("yizhan.rating.reached.the.top")
                .description("Rectifications escalated as often as they may be, and still open then")
                .register(metrics);
    }

    static boolean isBad(int level) {
        return level >= FIRST_BAD_LEVEL;
    }

    /** A step of the loop: from where, by what, to where. */
    enum Step {
        SUBSTANTIATED("substantiated", State.VERIFYING, State.RECTIFYING),
        NOT_SUBSTANTIATED("notSubstantiated", State.VERIFYING, State.CALLING_BACK),
        RECTIFIED("rectified", State.RECTIFYING, State.CALLING_BACK),
        SATISFIED("satisfied", State.CALLING_BACK, State.CLOSED),
        NOT_SATISFIED("notSatisfied", State.CALLING_BACK, State.RECTIFYING),
        APPEALED("appealed", State.VERIFYING, State.APPEALED),
        APPEAL_UPHELD("appealUpheld", State.APPEALED, State.CLOSED),
        APPEAL_REJECTED("appealRejected", State.APPEALED, State.RECTIFYING);

        private final String word;
        private final State from;
        private final State to;

        Step(String word, State from, State to) {
            this.word = word;
            this.from = from;
            this.to = to;
        }
    }

    /** Whose rectifications somebody sees: the rated unit its own, the administrator all. */
    private record Reach(boolean isAll, Set<String> departments) {
        static Reach of(AuthenticatedCaller staff) {
            return new Reach(staff.scopes().contains("administrator"), staff.departments());
        }

        Tuple values() {
            return Tuple.tuple().addValue(isAll).addValue(departments.toArray(String[]::new));
        }
    }

    Uni<Void> open(SqlConnection transaction, UUID ratingId, UUID caseId, String department) {
        var due = due(config.daysToVerify());
        return transaction
                .preparedQuery(OPEN)
                .execute(Tuple.of(ratingId, department, time(due), OffsetDateTime.now(clock)))
                .chain(() -> add(transaction, ratingId, "opened", null, null))
                .chain(() -> Timers.set(transaction, TIMER, ratingId, due));
    }

    /** The rater has thought again. */
    Uni<Void> amended(SqlConnection transaction, UUID ratingId, UUID caseId, String department, int level) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(true, new String[0], ratingId))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return isBad(level)
                                ? open(transaction, ratingId, caseId, department)
                                : Uni.createFrom().voidItem();
                    }
                    var row = rows.iterator().next();
                    var isClosed = row.getString("state").equals(State.CLOSED.word());
                    return isClosed || isBad(level)
                            ? Uni.createFrom().voidItem()
                            : add(transaction, ratingId, "amended", null, null)
                                    .chain(() -> move(
                                            transaction, ratingId, row, State.CLOSED, "amended", 0, null, "amended"));
                });
    }

    /** @throws Problem {@code rating-not-found}, {@code rectification-state-conflict} */
    Uni<Rectification> take(UUID ratingId, Step step, String remark, AuthenticatedCaller staff, String requestId) {
        var reach = Reach.of(staff);
        var actor = staff.actor().value();
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery(LOCK)
                        .execute(reach.values().addValue(ratingId))
                        .map(Rectifications::single)
                        .invoke(row -> check(row, step))
                        .call(row -> add(transaction, ratingId, step.word, actor, remark))
                        .call(row -> move(transaction, ratingId, row, step.to, step.word, 0, actor, requestId))
                        .call(row -> step == Step.APPEAL_UPHELD
                                ? transaction.preparedQuery(EXCLUDE).execute(Tuple.of(ratingId))
                                : Uni.createFrom().voidItem()))
                .chain(() -> get(ratingId, staff));
    }

    private static void check(Row row, Step step) {
        var state = State.ofWord(row.getString("state"));
        if (state != step.from) {
            throw Problem.of(ProblemType.RECTIFICATION_STATE_CONFLICT).with("state", state);
        }
    }

    private Uni<Void> move(
            SqlConnection transaction,
            UUID ratingId,
            Row before,
            State to,
            String what,
            int escalations,
            @Nullable UUID actor,
            String requestId) {
        var due = dueIn(to);
        var values = Tuple.tuple()
                .addValue(ratingId)
                .addValue(to.word())
                .addValue(due.map(Rectifications::time).orElse(null))
                .addValue(due.isPresent() ? null : OffsetDateTime.now(clock))
                .addValue((short) escalations)
                .addValue(what)
                .addValue("{\"state\":\"" + to.word() + "\"}")
                .addValue(OffsetDateTime.now(clock))
                .addValue(before.getUUID("case_id"))
                .addValue(actor)
                .addValue(requestId);
        var isAtTop = isAtTop(before.getInteger("escalations") + escalations);
        return transaction.preparedQuery(MOVE).execute(values).chain(() -> due.filter(at -> !isAtTop)
                .map(at -> Timers.set(transaction, TIMER, ratingId, at))
                .orElseGet(() -> Timers.cancel(transaction, TIMER, ratingId)));
    }

    private boolean isAtTop(int escalations) {
        return escalations >= config.escalations();
    }

    private Optional<Instant> dueIn(State state) {
        return switch (state) {
            case VERIFYING -> Optional.of(due(config.daysToVerify()));
            case RECTIFYING -> Optional.of(due(config.daysToRectify()));
            case CALLING_BACK -> Optional.of(due(config.daysToCallBack()));
            case APPEALED -> Optional.of(due(config.daysToReview()));
            case CLOSED -> Optional.empty();
        };
    }

    private Instant due(int workingDays) {
        return statutory
                .deadline(DeadlineTerms.of(clock.instant(), Limit.workingDays(workingDays)))
                .dueMoment();
    }

    private Uni<Void> add(
            SqlConnection transaction, UUID ratingId, String kind, @Nullable UUID actor, @Nullable String remark) {
        var sealed = remark == null ? null : Buffer.buffer(cipher.encrypt(STEP, ratingId, remark));
        return transaction
                .preparedQuery(ADD_STEP)
                .execute(Tuple.of(ratingId, kind, OffsetDateTime.now(clock), actor, sealed))
                .replaceWithVoid();
    }

    @Override
    public String kind() {
        return TIMER;
    }

    /** A step that was not taken in time. */
    @Override
    public Uni<Void> fire(SqlConnection transaction, DueTimer timer) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(true, new String[0], timer.key()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : escalate(transaction, timer.key(), rows.iterator().next()));
    }

    private Uni<Void> escalate(SqlConnection transaction, UUID ratingId, Row row) {
        var state = State.ofWord(row.getString("state"));
        var before = row.getInteger("escalations");
        return state == State.CLOSED || isAtTop(before)
                ? Uni.createFrom().voidItem()
                : add(transaction, ratingId, "escalated", null, null)
                        .chain(() -> move(transaction, ratingId, row, state, "escalated", 1, null, "law-escalation"))
                        .invoke(() -> {
                            if (isAtTop(before + 1)) {
                                reachedTheTop.increment();
                            }
                        });
    }

    Uni<Rectification> get(UUID ratingId, AuthenticatedCaller staff) {
        var reach = Reach.of(staff);
        return pool.preparedQuery(FIND_ONE)
                .execute(reach.values().addValue(ratingId))
                .map(Rectifications::single)
                .map(row -> view(row, reach));
    }

    /** Open ones, oldest first, after the given one. */
    Uni<List<Rectification>> list(AuthenticatedCaller staff, Optional<UUID> after, int limit) {
        var reach = Reach.of(staff);
        return list(pool, reach, after, limit);
    }

    private Uni<List<Rectification>> list(SqlClient client, Reach reach, Optional<UUID> after, int limit) {
        return client.preparedQuery(LIST)
                .execute(reach.values().addValue(after.orElse(null)).addValue(limit))
                .map(rows -> {
                    var all = new ArrayList<Rectification>(rows.size());
                    rows.forEach(row -> all.add(view(row, reach)));
                    return all;
                });
    }

    private static Row single(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.of(ProblemType.RATING_NOT_FOUND);
        }
        return rows.iterator().next();
    }

    private Rectification view(Row row, Reach reach) {
        var id = row.getUUID("rating_id");
        var maySeeRater = reach.isAll() || row.getBoolean("shows_rater");
        var state = State.ofWord(row.getString("state"));
        return new Rectification(
                id,
                row.getString("department"),
                row.getString("implementation_code"),
                Optional.ofNullable(row.getString("window_number")),
                LocalDate.ofInstant(row.getOffsetDateTime("rated_at").toInstant(), HallClock.BUSINESS_ZONE),
                row.getInteger("level"),
                Optional.ofNullable(row.getBuffer("remark")).map(text -> cipher.decrypt(RATING, id, text.getBytes())),
                maySeeRater ? Optional.of(row.getUUID("case_id")) : Optional.empty(),
                state,
                Optional.ofNullable(row.getOffsetDateTime("due_at")).map(OffsetDateTime::toInstant),
                row.getInteger("escalations"),
                state != State.CLOSED && isAtTop(row.getInteger("escalations")),
                steps(id, (JsonArray) row.getJson("steps")),
                row.getInteger("version"));
    }

    private List<Rectification.Step> steps(UUID ratingId, JsonArray rows) {
        var steps = new ArrayList<Rectification.Step>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            var step = rows.getJsonArray(i);
            steps.add(new Rectification.Step(
                    step.getInteger(0),
                    step.getString(1),
                    OffsetDateTime.parse(step.getString(2)).toInstant(),
                    Optional.ofNullable(step.getString(3))
                            .map(text -> cipher.decrypt(
                                    STEP, ratingId, Base64.getMimeDecoder().decode(text)))));
        }
        return steps;
    }

    private static OffsetDateTime time(Instant moment) {
        return moment.atZone(HallClock.BUSINESS_ZONE).toOffsetDateTime();
    }
}
