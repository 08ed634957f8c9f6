package io.yizhan.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.PersonalCipher;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The addresses departments have their events sent to, and what could not be sent in its turn.
 *
 * <p>Owns {@code webhook}: {@code position} is the cursor in the log: everything up to it has been handed over or lies in {@code
 * webhook_delivery}; {@code failures} counts looks in a row in which the receiver took nothing, since {@code failing_since}; nothing is
 * sent before {@code due_at}; {@code lease} is the instance that has it in hand until {@code leased_until}; {@code secret} is encrypted;
 * {@code state} is active, suspended (nothing was taken for too long; goes on from its position when an administrator says so) or
 * removed. Owns {@code webhook_delivery}: {@code state} is waiting (for another turn, or for an earlier event of its case) or parked
 * (tried long enough; an administrator has it tried again).
 */
@Singleton
class Webhooks {
    private static final PersonalCipher.Column SECRET = new PersonalCipher.Column("webhook", "secret");

    private static final String REGISTER = """
            with added as (
                insert into webhook (id, department, url, secret, state, position, due_at, registered_at, registered_by)
                select $1, $2, $3, $4, 'active', coalesce(max(position), 0), $5, $5, $6 from event
                returning id
            )
            select append_audit(id, $5, $6, 'webhook.register', id::text, $2, $7) from added
            """;

    private static final String LIST = """
            select w.id, w.department, w.url, w.state, w.failures, w.failing_since, w.last_failure, w.delivered_at, w.registered_at,
                   (select count(*) from webhook_delivery d where d.webhook = w.id and d.state = 'waiting') as waiting,
                   (select count(*) from (select from webhook_delivery d where d.webhook = w.id and d.state = 'parked' limit 10000) p)
                       as parked
            from webhook w where w.state <> 'removed' order by w.id
            """;

    private static final String REMOVE = """
            with removed as (
                update webhook set state = 'removed', lease = null, leased_until = null where id = $1 and state <> 'removed' returning id
            ), forgotten as (
                delete from webhook_delivery where webhook in (select id from removed)
            )
            select append_audit(id, $2, $3, 'webhook.remove', id::text, '', $4) from removed
            """;

    private static final String RENEW = """
            with renewed as (
                update webhook set secret = $5 where id = $1 and state <> 'removed' returning id
            )
            select append_audit(id, $2, $3, 'webhook.renewSecret', id::text, '', $4) from renewed
            """;

    private static final String RESUME = """
            with resumed as (
                update webhook set state = 'active', failures = 0, failing_since = null, due_at = $2
                where id = $1 and state <> 'removed' returning id
            )
            select append_audit(id, $2, $3, 'webhook.resume', id::text, '', $4) from resumed
            """;

    private static final String PARKED = """
            select d.attempts, d.first_failed_at, d.reason, e.position, e.entry, e.topic, e.case_id, e.version, e.department, e.at, e.data
            from webhook_delivery d join event e on e.position = d.position
            where d.webhook = $1 and d.state = 'parked' and d.position > $2 order by d.position limit $3
            """;

    private static final String REPLAY = """
            with back as (
                update webhook_delivery d set state = 'waiting', attempts = 0, first_failed_at = null, due_at = $2
                from webhook w
                where w.id = d.webhook and w.id = $1 and w.state <> 'removed' and d.state = 'parked'
                returning d.position
            ), counted as (
                select count(*) as n from back
            ), noted as (
                select append_audit($1, $2, $3, 'webhook.replay', $1::text, counted.n::text, $4) from counted where counted.n > 0
            )
            select counted.n, (select count(*) from noted) as noted,
                   exists (select from webhook where id = $1 and state <> 'removed') as is_there
            from counted
            """;

    private static final String CLAIM = """
            update webhook w set lease = $2, leased_until = $3
            where w.id in (
                select c.id from webhook c
                where c.state = 'active' and c.due_at <= $1 and (c.leased_until is null or c.leased_until <= $1)
                  and (exists (select from event e where e.department = c.department and e.position > c.position)
                       or exists (select from event_sharer s where s.department = c.department and s.position > c.position)
                       or exists (select from webhook_delivery d where d.webhook = c.id and d.state = 'waiting' and d.due_at <= $1))
                order by c.due_at, c.id limit $4 for update skip locked)
            returning w.id, w.department, w.url, w.secret, w.position, w.failures, w.failing_since,
                (select count(*) from webhook_delivery d where d.webhook = w.id and d.state = 'waiting') as waiting
            """;

    private static final String HEADS = """
            select d.attempts, d.first_failed_at, e.position, e.entry, e.topic, e.case_id, e.version, e.department, e.at, e.data
            from webhook_delivery d join event e on e.position = d.position
            where d.webhook = $1 and d.state = 'waiting' and d.due_at <= $2
              and d.position = (select min(x.position) from webhook_delivery x
                                where x.webhook = d.webhook and x.case_id = d.case_id and x.state = 'waiting')
            order by d.position limit $3
            """;

    private static final String HELD =
            "select distinct case_id from webhook_delivery where webhook = $1 and state = 'waiting' and case_id = any($2)";

    private static final String ALIVE = """
            update webhook set position = $3, failures = 0, failing_since = null, delivered_at = coalesce($4, delivered_at), due_at = $5,
                   lease = null, leased_until = null
            where id = $1 and lease = $2
            """;

    private static final String IN_TROUBLE = """
            update webhook set failures = failures + 1, failing_since = coalesce(failing_since, $3), last_failure = $4, due_at = $5,
                   state = case when $6 then 'suspended' else state end, lease = null, leased_until = null
            where id = $1 and lease = $2
            """;

    private static final String KEEP = """
            insert into webhook_delivery (webhook, position, case_id, state, attempts, first_failed_at, due_at, reason)
            select $1, k.position, k.case_id, 'waiting', k.attempts, k.first_failed_at, k.due_at, k.reason
            from unnest($2::bigint[], $3::uuid[], $4::integer[], $5::timestamptz[], $6::timestamptz[], $7::text[])
                as k(position, case_id, attempts, first_failed_at, due_at, reason)
            """;

    private static final String TAKEN = "delete from webhook_delivery where webhook = $1 and position = any($2)";

    private static final String FAILED_AGAIN = """
            update webhook_delivery d
            set attempts = k.attempts, first_failed_at = k.first_failed_at, due_at = k.due_at, reason = k.reason,
                state = case when k.is_over then 'parked' else 'waiting' end
            from unnest($2::bigint[], $3::integer[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::boolean[])
                as k(position, attempts, first_failed_at, due_at, reason, is_over)
            where d.webhook = $1 and d.position = k.position
            """;

    private final Pool pool;
    private final Clock clock;
    private final PersonalCipher cipher;

    Webhooks(Pool pool, Clock clock, PersonalCipher cipher) {
        this.pool = pool;
        this.clock = clock;
        this.cipher = cipher;
    }

    /** Who changes something, in which request. */
    record By(UUID actor, String requestId) {}

    /** @param secret shown once, never again */
    record Registered(UUID id, String department, String url, String secret) {
        @Override
        public String toString() {
            return "webhook " + id;
        }
    }

    /**
     * How a webhook fares.
     *
     * @param failures looks in a row in which the receiver took nothing
     * @param waiting events that wait for another turn
     * @param parked events that were tried long enough
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record WebhookView(
            UUID id,
            String department,
            String url,
            String state,
            int failures,
            Optional<Instant> failingSince,
            Optional<String> lastFailure,
            Optional<Instant> deliveredAt,
            long waiting,
            long parked,
            Instant registeredAt) {}

    /** An event a receiver did not take in the time there was. */
    record ParkedDelivery(CaseEvent event, int attempts, Instant firstFailedAt, String reason) {}

    /** A webhook in hand. */
    record Claimed(
            UUID id,
            UUID lease,
            String department,
            String url,
            String secret,
            long position,
            int failures,
            Optional<Instant> failingSince,
            long waiting) {
        @Override
        public String toString() {
            return "webhook " + id;
        }
    }

    /** An event that waits for another turn, the first of its case. */
    record Head(CaseEvent event, int attempts, Optional<Instant> firstFailedAt) {}

    Uni<Registered> register(String department, String url, By by) {
        var id = UuidCreator.getTimeOrderedEpoch();
        var secret = WebhookSignature.newSecret();
        return pool.preparedQuery(REGISTER)
                .execute(Tuple.tuple()
                        .addValue(id)
                        .addValue(department)
                        .addValue(url)
                        .addValue(Buffer.buffer(cipher.encrypt(SECRET, id, secret)))
                        .addValue(now())
                        .addValue(by.actor())
                        .addValue(by.requestId()))
                .replaceWith(new Registered(id, department, url, secret));
    }

    Uni<List<WebhookView>> list() {
        return pool.preparedQuery(LIST).execute().map(rows -> {
            var all = new ArrayList<WebhookView>(rows.size());
            rows.forEach(row -> all.add(view(row)));
            return all;
        });
    }

    private static WebhookView view(Row row) {
        return new WebhookView(
                row.getUUID("id"),
                row.getString("department"),
                row.getString("url"),
                row.getString("state"),
                row.getInteger("failures"),
                moment(row, "failing_since"),
                Optional.ofNullable(row.getString("last_failure")),
                moment(row, "delivered_at"),
                row.getLong("waiting"),
                row.getLong("parked"),
                row.getOffsetDateTime("registered_at").toInstant());
    }

    /** @throws Problem {@code webhook-not-found} */
    Uni<Void> remove(UUID id, By by) {
        return change(REMOVE, id, by);
    }

    /**
     * Signs with another secret from the next look on; the place in the log stays.
     *
     * @throws Problem {@code webhook-not-found}
     */
    Uni<String> renewSecret(UUID id, By by) {
        var secret = WebhookSignature.newSecret();
        return pool.preparedQuery(RENEW)
                .execute(Tuple.tuple()
                        .addValue(id)
                        .addValue(now())
                        .addValue(by.actor())
                        .addValue(by.requestId())
                        .addValue(Buffer.buffer(cipher.encrypt(SECRET, id, secret))))
                .invoke(rows -> checkThere(rows.size() > 0))
                .replaceWith(secret);
    }

    /** Sends on from where it stopped. */
    Uni<Void> resume(UUID id, By by) {
        return change(RESUME, id, by);
    }

    private Uni<Void> change(String statement, UUID id, By by) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(id, now(), by.actor(), by.requestId()))
                .invoke(rows -> checkThere(rows.size() > 0))
                .replaceWithVoid();
    }

    private static void checkThere(boolean isThere) {
        if (!isThere) {
            throw Problem.of(ProblemType.WEBHOOK_NOT_FOUND);
        }
    }

    Uni<List<ParkedDelivery>> parked(UUID id, long after, int limit) {
        return pool.preparedQuery(PARKED).execute(Tuple.of(id, after, limit)).map(rows -> {
            var all = new ArrayList<ParkedDelivery>(rows.size());
            rows.forEach(row -> all.add(new ParkedDelivery(
                    EventLog.event(row),
                    row.getInteger("attempts"),
                    row.getOffsetDateTime("first_failed_at").toInstant(),
                    row.getString("reason"))));
            return all;
        });
    }

    /** Everything parked waits for its turn again, in its old order; answers how many. */
    Uni<Integer> replay(UUID id, By by) {
        return pool.preparedQuery(REPLAY)
                .execute(Tuple.of(id, now(), by.actor(), by.requestId()))
                .map(rows -> rows.iterator().next())
                .invoke(row -> checkThere(row.getBoolean("is_there")))
                .map(row -> row.getInteger("n"));
    }

    /** Takes webhooks that have something to send into hand, so that no other instance does. */
    Uni<List<Claimed>> claim(Duration lease, int limit) {
        var token = UUID.randomUUID();
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(now(), token, now().plus(lease), limit))
                .map(rows -> claimed(rows, token));
    }

    private List<Claimed> claimed(RowSet<Row> rows, UUID lease) {
        var all = new ArrayList<Claimed>(rows.size());
        for (var row : rows) {
            var id = row.getUUID("id");
            all.add(new Claimed(
                    id,
                    lease,
                    row.getString("department"),
                    row.getString("url"),
                    cipher.decrypt(SECRET, id, row.getBuffer("secret").getBytes()),
                    row.getLong("position"),
                    row.getInteger("failures"),
                    moment(row, "failing_since"),
                    row.getLong("waiting")));
        }
        return all;
    }

    Uni<List<Head>> heads(Claimed webhook, int limit) {
        return pool.preparedQuery(HEADS)
                .execute(Tuple.of(webhook.id(), now(), limit))
                .map(rows -> {
                    var all = new ArrayList<Head>(rows.size());
                    rows.forEach(row -> all.add(
                            new Head(EventLog.event(row), row.getInteger("attempts"), moment(row, "first_failed_at"))));
                    return all;
                });
    }

    /** Of these events' cases, those an earlier event of which waits. */
    Uni<Set<UUID>> held(Claimed webhook, List<CaseEvent> events) {
        var cases = events.stream().map(CaseEvent::caseId).distinct().toArray(UUID[]::new);
        return pool.preparedQuery(HELD).execute(Tuple.of(webhook.id(), cases)).map(rows -> {
            var all = new HashSet<UUID>();
            rows.forEach(row -> all.add(row.getUUID("case_id")));
            return all;
        });
    }

    /** Writes down how a look went, if the webhook is still in this instance's hand. */
    Uni<Void> settle(Claimed webhook, Settlement settlement) {
        return pool.withTransaction(transaction -> update(transaction, webhook, settlement)
                .chain(() -> forget(transaction, webhook, settlement.taken()))
                .chain(() -> failAgain(transaction, webhook, settlement.failedAgain()))
                .chain(() -> keep(transaction, webhook, settlement.kept())));
    }

    private Uni<Void> update(SqlConnection transaction, Claimed webhook, Settlement settlement) {
        var updated = settlement.isAlive()
                ? transaction
                        .preparedQuery(ALIVE)
                        .execute(Tuple.of(
                                webhook.id(),
                                webhook.lease(),
                                settlement.position(),
                                settlement.hasTaken() ? now() : null,
                                time(settlement.dueAt())))
                : transaction
                        .preparedQuery(IN_TROUBLE)
                        .execute(Tuple.of(
                                webhook.id(),
                                webhook.lease(),
                                now(),
                                settlement.reason(),
                                time(settlement.dueAt()),
                                settlement.isGivenUp()));
        return updated.invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new IllegalStateException("the webhook is in another instance's hand");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> forget(SqlConnection transaction, Claimed webhook, List<Long> taken) {
        return taken.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery(TAKEN)
                        .execute(Tuple.of(webhook.id(), taken.toArray(Long[]::new)))
                        .replaceWithVoid();
    }

    private static Uni<Void> failAgain(SqlConnection transaction, Claimed webhook, List<Settlement.Kept> failed) {
        if (failed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var values = Tuple.tuple()
                .addValue(webhook.id())
                .addArrayOfLong(failed.stream().map(Settlement.Kept::position).toArray(Long[]::new))
                .addArrayOfInteger(
                        failed.stream().map(Settlement.Kept::attempts).toArray(Integer[]::new))
                .addArrayOfOffsetDateTime(
                        failed.stream().map(one -> firstFailed(one)).toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        failed.stream().map(one -> time(one.dueAt())).toArray(OffsetDateTime[]::new))
                .addArrayOfString(failed.stream().map(Settlement.Kept::reason).toArray(String[]::new))
                .addArrayOfBoolean(failed.stream().map(Settlement.Kept::isOver).toArray(Boolean[]::new));
        return transaction.preparedQuery(FAILED_AGAIN).execute(values).replaceWithVoid();
    }

    private static Uni<Void> keep(SqlConnection transaction, Claimed webhook, List<Settlement.Kept> kept) {
        if (kept.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var values = Tuple.tuple()
                .addValue(webhook.id())
                .addArrayOfLong(kept.stream().map(Settlement.Kept::position).toArray(Long[]::new))
                .addArrayOfUUID(kept.stream().map(Settlement.Kept::caseId).toArray(UUID[]::new))
                .addArrayOfInteger(kept.stream().map(Settlement.Kept::attempts).toArray(Integer[]::new))
                .addArrayOfOffsetDateTime(
                        kept.stream().map(one -> firstFailed(one)).toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        kept.stream().map(one -> time(one.dueAt())).toArray(OffsetDateTime[]::new))
                .addArrayOfString(kept.stream().map(Settlement.Kept::reason).toArray(String[]::new));
        return transaction.preparedQuery(KEEP).execute(values).replaceWithVoid();
    }

    private static @Nullable OffsetDateTime firstFailed(Settlement.Kept kept) {
        return kept.firstFailedAt().map(Webhooks::time).orElse(null);
    }

    private static Optional<Instant> moment(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
