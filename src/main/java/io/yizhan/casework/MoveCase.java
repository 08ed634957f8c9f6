package io.yizhan.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.casework.CaseAct.Circumstances;
import io.yizhan.casework.CaseMove.Mover;
import io.yizhan.catalogue.HandlingType;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The one way a case moves after its submission. In one transaction: the case is locked, a repeat is recognised by its key, the
 * version and the table of moves are checked, the act decides, and the case, its event, the audit row, the outbox row, the key,
 * the timers and what other features add are written, or nothing is.
 *
 * <p>Owns {@code case_event} together with {@link Submissions}: one row per version, append-only; {@code kind} is
 * {@link CaseMove#happened}, {@code state} what it led to, {@code at} when it was recorded, {@code effective_at} from when it counts
 * if that is another moment, {@code actor} nobody when the law moved it.
 */
@Singleton
public final class MoveCase {
    private static final Logger LOG = Logger.getLogger(MoveCase.class);

    private static final String FIND_KEY =
            "select fingerprint, body from idempotency where caller = $1 and operation = $2 and key = $3";

    private static final String RECORD = """
            with happened as (
                insert into case_event (case_id, seq, kind, at, actor, state, effective_at, window_number, reason)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at) values ($10, $1, $2, $11, $4, $4)
            ), kept as (
                insert into idempotency (caller, operation, key, fingerprint, status, resource, body, created_at)
                select $12::text, $13::text, $14::text, $15::bytea, 200, $1, $16::text, $4 where $14::text is not null
            )
            select append_audit($1, $4, $5, $17, $1::text, $11, $18) as seq
            """;

    /** What the law gives where the item has left the catalogue (Administrative Licensing Law, article 42). */
    private static final int DAYS_BY_LAW = 20;

    private final Pool pool;
    private final Clock clock;
    private final CaseFiles files;
    private final CaseClock caseClock;
    private final CaseworkConfig config;
    private final CaseTimers timers;
    private final Supplements supplements;
    private final Cases cases;
    private final PublishedCatalogue catalogue;
    private final ObjectMapper json;
    private final List<CaseWitness> witnesses;
    private final List<CaseFollower> followers;

    MoveCase(
            Pool pool,
            Clock clock,
            CaseFiles files,
            StatutoryClock statutory,
            CaseworkConfig config,
            CaseTimers timers,
            Supplements supplements,
            Cases cases,
            PublishedCatalogue catalogue,
            ObjectMapper json,
            @All List<CaseWitness> witnesses,
            @All List<CaseFollower> followers) {
        this.pool = pool;
        this.clock = clock;
        this.files = files;
        this.caseClock = new CaseClock(statutory);
        this.config = config;
        this.timers = timers;
        this.supplements = supplements;
        this.cases = cases;
        this.catalogue = catalogue;
        this.json = json;
        this.witnesses = witnesses;
        this.followers = followers;
    }

    /**
     * Who wants what.
     *
     * @param by nobody for what follows from the law
     * @param expectedVersion the version the decision was made on; absent when it does not matter
     * @param key makes a repeat harmless; absent for what follows from the law
     * @param window where it happened, when at a window
     */
    public record Command(
            UUID caseId,
            CaseAct act,
            Optional<AuthenticatedCaller> by,
            OptionalInt expectedVersion,
            Optional<IdempotencyKey> key,
            Optional<String> window,
            String requestId) {

        public static Command of(
                UUID caseId,
                CaseAct act,
                AuthenticatedCaller by,
                int expectedVersion,
                Optional<IdempotencyKey> key,
                String requestId) {
            return new Command(
                    caseId, act, Optional.of(by), OptionalInt.of(expectedVersion), key, Optional.empty(), requestId);
        }

        static Command byLaw(UUID caseId, CaseAct act) {
            return new Command(
                    caseId,
                    act,
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "law-" + act.move().word());
        }

        private CaseAccess access() {
            return by.map(CaseAccess::of).orElse(CaseAccess.LAW);
        }

        private Optional<UUID> actor() {
            return by.map(caller -> caller.actor().value());
        }

        private String operation() {
            return "POST /v1/cases/{id} " + act.move().word();
        }

        /** The law may end a case as an officer may. */
        private Set<Mover> movers() {
            var scopes = by.map(AuthenticatedCaller::scopes).orElse(Set.of());
            if (scopes.contains("applicant")) {
                return EnumSet.of(Mover.APPLICANT);
            }
            if (scopes.contains("clerk")) {
                return EnumSet.of(Mover.STAFF);
            }
            return scopes.contains("officer")
                    ? EnumSet.of(Mover.STAFF, Mover.OFFICER)
                    : by.isEmpty() ? EnumSet.of(Mover.LAW, Mover.OFFICER) : EnumSet.noneOf(Mover.class);
        }
    }

    /** @param isReplay whether an earlier call with the key made the move */
    public record Answer(Moved moved, boolean isReplay) {}

    /**
     * Moves the case and lets the derived stores know.
     *
     * @throws Problem {@code case-not-found}, {@code version-changed}, {@code case-state-conflict} with the legal moves,
     *     {@code idempotency-key-reused}, and what the act refuses
     */
    public Uni<Answer> move(Command command) {
        return pool.withTransaction(transaction -> moveIn(transaction, command))
                .call(answer -> tellFollowers(answer.moved().id()));
    }

    /** The same as part of a larger transaction; the outbox tells of it. */
    public Uni<Answer> moveIn(SqlConnection transaction, Command command) {
        return files.lock(transaction, command.caseId(), command.access())
                .chain(() -> replay(transaction, command))
                .chain(replayed -> replayed.map(answer -> Uni.createFrom().item(answer))
                        .orElseGet(() -> moveAnew(transaction, command)));
    }

    /** What follows from the law for the case as it stands then, in the transaction that makes it follow. */
    Uni<Void> moveByLaw(SqlConnection transaction, UUID id, Function<CaseFile, CaseAct> act) {
        return files.lockAndGet(transaction, id, CaseAccess.LAW)
                .map(act)
                .chain(decided -> moveIn(transaction, Command.byLaw(id, decided)))
                .replaceWithVoid();
    }

    private Uni<Optional<Answer>> replay(SqlConnection transaction, Command command) {
        return command.key()
                .map(key -> transaction
                        .preparedQuery(FIND_KEY)
                        .execute(Tuple.of(callerKey(command), command.operation(), key.value()))
                        .map(rows -> replayed(rows, command)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Optional<Answer> replayed(RowSet<Row> rows, Command command) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var row = rows.iterator().next();
        if (!MessageDigest.isEqual(row.getBuffer("fingerprint").getBytes(), fingerprint(command))) {
            throw Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, "新的操作请使用新的键。", "Use a new key for a new command.");
        }
        return Optional.of(new Answer(read(row.getString("body")), true));
    }

    private Uni<Answer> moveAnew(SqlConnection transaction, Command command) {
        return files.get(transaction, command.caseId(), command.access())
                .map(before -> decide(before, command))
                .call(change -> files.save(transaction, change.before(), change.after(), change.at()))
                .call(change -> supplements.handIn(transaction, change, command.act()))
                .call(change -> record(transaction, change, command))
                .call(change -> timers.reset(transaction, change, caseClock))
                .call(change -> callWitnesses(transaction, change))
                .map(change -> new Answer(Moved.of(change), false));
    }

    private CaseChange decide(CaseFile before, Command command) {
        checkVersion(before, command);
        checkLegal(before, command);
        var now = circumstances(before, command);
        var after = command.act().apply(before, now);
        return new CaseChange(
                before,
                after.with(caseClock.due(after)),
                command.act().move(),
                now.at(),
                now.by(),
                command.requestId());
    }

    private static void checkVersion(CaseFile before, Command command) {
        var expected = command.expectedVersion();
        if (expected.isPresent() && expected.getAsInt() != before.version()) {
            throw Problem.of(ProblemType.VERSION_CHANGED, "请重新读取后再操作。", "Read it again, then decide.")
                    .with("state", before.state())
                    .with("version", before.version());
        }
    }

    private static void checkLegal(CaseFile before, Command command) {
        var legal = CaseMove.legal(before.state(), command.movers());
        if (!legal.contains(command.act().move())) {
            throw Problem.of(ProblemType.CASE_STATE_CONFLICT)
                    .with("state", before.state())
                    .with("legalMoves", legal);
        }
    }

    private Circumstances circumstances(CaseFile file, Command command) {
        var item = catalogue.get().findItem(file.head().implementationCode());
        return new Circumstances(
                clock.instant(),
                command.actor(),
                item.filter(one -> one.handlingType() == HandlingType.IMMEDIATE).isPresent(),
                item.map(Item::promisedDays).orElse(DAYS_BY_LAW),
                item.map(Item::statutoryDays).orElse(DAYS_BY_LAW),
                caseClock);
    }

    private Uni<Void> record(SqlConnection transaction, CaseChange change, Command command) {
        var act = command.act();
        var after = change.after();
        var isByLaw = act instanceof CaseAct.AcceptBySilence;
        var values = Tuple.tuple()
                .addValue(after.id())
                .addValue(after.version())
                .addValue(act.move().happened())
                .addValue(CaseFiles.time(change.at()))
                .addValue(change.actor().orElse(null))
                .addValue(after.state().word())
                .addValue(
                        isByLaw
                                ? after.acceptance()
                                        .map(Acceptance::at)
                                        .map(CaseFiles::time)
                                        .orElse(null)
                                : null)
                .addValue(command.window().orElse(null))
                .addValue(act.reason().orElse(null))
                .addValue(act.move().topic())
                .addValue(payload(change, act))
                .addValue(command.key().map(key -> callerKey(command)).orElse(null))
                .addValue(command.operation())
                .addValue(command.key().map(IdempotencyKey::value).orElse(null))
                .addValue(command.key()
                        .map(key -> Buffer.buffer(fingerprint(command)))
                        .orElse(null))
                .addValue(written(Moved.of(change)))
                .addValue("case." + act.move().word())
                .addValue(command.requestId());
        return transaction.preparedQuery(RECORD).execute(values).replaceWithVoid();
    }

    private static String payload(CaseChange change, CaseAct act) {
        var after = change.after();
        var payload = new JsonObject()
                .put("queryNumber", after.head().queryNumber().toString())
                .put("implementationCode", after.head().implementationCode())
                .put("department", after.head().department())
                .put("state", after.state().word())
                .put("clock", after.due().clock().word());
        after.due().on().ifPresent(day -> payload.put("dueOn", day.toString()));
        after.ending().ifPresent(ending -> payload.put("ending", ending.code()));
        if (act instanceof CaseAct.ChangeDue anew) {
            change.before().due().on().ifPresent(day -> payload.put("dueOnBefore", day.toString()));
            payload.put("reason", anew.why());
        }
        return payload.encode();
    }

    private Uni<Void> callWitnesses(SqlConnection transaction, CaseChange change) {
        return Multi.createFrom()
                .iterable(witnesses)
                .onItem()
                .transformToUniAndConcatenate(witness -> witness.moved(transaction, change))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> tellFollowers(UUID id) {
        return cases.listStandings(List.of(id))
                .chain(standings -> Multi.createFrom()
                        .iterable(followers)
                        .onItem()
                        .transformToUniAndConcatenate(follower -> follower.changed(standings.get(0)))
                        .collect()
                        .last())
                .replaceWithVoid()
                .onFailure()
                .invoke(missed -> LOG.debugf("told again by the outbox: %s", missed.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private static String callerKey(Command command) {
        return command.by().map(Submissions::callerKey).orElseThrow();
    }

    /** Over what was asked for, not over raw bytes. */
    private byte[] fingerprint(Command command) {
        try {
            var text = command.caseId() + command.window().orElse("") + written(command.act());
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Moved read(String body) {
        try {
            return json.readValue(body, Moved.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a kept answer is damaged");
        }
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The last day for corrections, unless a notice says otherwise. */
    LocalDate usualSupplyBy() {
        return caseClock.workingDaysAfter(clock.instant(), config.correctionDays());
    }
}
