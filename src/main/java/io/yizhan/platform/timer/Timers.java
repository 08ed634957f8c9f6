package io.yizhan.platform.timer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sets timers and fires those that are due, oldest first, each in a transaction of its own.
 *
 * <p>Owns {@code timer}: {@code kind} and {@code key} name it, {@code due_at} is the moment it was set for, {@code try_at} when it is
 * looked at next (later than {@code due_at} after {@code attempts} failures). A row is claimed with {@code skip locked}: instances
 * share the work, and what one holds no other fires.
 */
@Singleton
public final class Timers {
    private static final Logger LOG = Logger.getLogger(Timers.class);

    private static final String SET = """
            insert into timer (kind, key, due_at, try_at) values ($1, $2, $3, $3)
            on conflict on constraint timer_pkey do update set due_at = excluded.due_at, try_at = excluded.try_at, attempts = 0
            """;

    private static final String CANCEL = "delete from timer where kind = $1 and key = $2";

    private static final String CLAIM = """
            delete from timer where (kind, key) in (
                select kind, key from timer where try_at <= $1 and kind = any($2) order by try_at limit 1 for update skip locked)
            returning kind, key, due_at
            """;

    private static final String POSTPONE = """
            update timer set attempts = attempts + 1, try_at = $3::timestamptz + interval '1 second' * least(3600, power(2, least(attempts, 12)))
            where kind = $1 and key = $2
            """;

    private final Vertx vertx;
    private final Pool pool;
    private final Clock clock;
    private final TimerConfig config;
    private final Map<String, TimerHandler> handlers;
    private final Counter fired;
    private final Counter failures;
    private volatile boolean isStopped;

    Timers(
            Vertx vertx,
            Pool pool,
            Clock clock,
            TimerConfig config,
            @All List<TimerHandler> handlers,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.config = config;
        this.handlers = handlers.stream().collect(Collectors.toMap(TimerHandler::kind, Function.identity()));
        this.fired = Counter.builder("yizhan.timer.fired")
                .description("Timers that were due and had their effect")
                .register(metrics);
        this.failures = Counter.builder("yizhan.timer.failures")
                .description("Timers whose effect failed and is tried again")
                .register(metrics);
    }

    /** Sets a timer, in place of an earlier one of the same kind and key. */
    public static Uni<Void> set(SqlConnection transaction, String kind, UUID key, Instant dueAt) {
        return transaction
                .preparedQuery(SET)
                .execute(Tuple.of(kind, key, dueAt.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Nothing happens when there is none. */
    public static Uni<Void> cancel(SqlConnection transaction, String kind, UUID key) {
        return transaction.preparedQuery(CANCEL).execute(Tuple.of(kind, key)).replaceWithVoid();
    }

    void start(@Observes StartupEvent started) {
        rest();
    }

    void stop(@Observes ShutdownEvent stopping) {
        isStopped = true;
    }

    private void rest() {
        if (!isStopped) {
            vertx.setTimer(config.pause().toMillis(), again -> work());
        }
    }

    private void work() {
        if (!isStopped) {
            fireDue().subscribe().with(fired -> rest(), this::later);
        }
    }

    private void later(Throwable failure) {
        LOG.debugf("timers not readable now: %s", failure.getMessage());
        rest();
    }

    /** Fires everything that is due at this moment, also what becomes due by it; answers how many had their effect. */
    public Uni<Integer> fireDue() {
        return fireNext(0);
    }

    private Uni<Integer> fireNext(int before) {
        return fireOne().chain(outcome -> switch (outcome) {
            case NOTHING_DUE -> Uni.createFrom().item(before);
            case FAILED -> fireNext(before);
            case FIRED -> fireNext(before + 1);
        });
    }

    private enum Outcome {
        NOTHING_DUE,
        FIRED,
        FAILED
    }

    private Uni<Outcome> fireOne() {
        return pool.withTransaction(this::claimAndFire)
                .onFailure(TimerFailed.class)
                .recoverWithUni(failure -> postpone((TimerFailed) failure));
    }

    private Uni<Outcome> claimAndFire(SqlConnection transaction) {
        return transaction
                .preparedQuery(CLAIM)
                .execute(Tuple.of(now(), handlers.keySet().toArray(String[]::new)))
                .map(Timers::claimed)
                .chain(claimed -> claimed.map(timer -> fire(transaction, timer))
                        .orElseGet(() -> Uni.createFrom().item(Outcome.NOTHING_DUE)));
    }

    private Uni<Outcome> fire(SqlConnection transaction, DueTimer timer) {
        return Uni.createFrom()
                .deferred(() -> handler(timer.kind()).fire(transaction, timer))
                .onFailure()
                .transform(failure -> new TimerFailed(timer, failure))
                .invoke(() -> fired.increment())
                .replaceWith(Outcome.FIRED);
    }

    /** Only timers of a kind that has one are claimed. */
    private TimerHandler handler(String kind) {
        return Objects.requireNonNull(handlers.get(kind));
    }

    private Uni<Outcome> postpone(TimerFailed failure) {
        failures.increment();
        LOG.warnf(failure.getCause(), "timer %s of %s is tried again", failure.timer.kind(), failure.timer.key());
        return pool.preparedQuery(POSTPONE)
                .execute(Tuple.of(failure.timer.kind(), failure.timer.key(), now()))
                .replaceWith(Outcome.FAILED);
    }

    /** Undoes the transaction and says which timer it was. */
    private static final class TimerFailed extends RuntimeException {
        private final transient DueTimer timer;

        TimerFailed(DueTimer timer, Throwable cause) {
            super(null, cause, false, false);
            this.timer = timer;
        }
    }

    private static Optional<DueTimer> claimed(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var row = rows.iterator().next();
        return Optional.of(new DueTimer(
                row.getString("kind"),
                row.getUUID("key"),
                row.getOffsetDateTime("due_at").toInstant()));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
