package io.yizhan.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseAccess;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.PersonalCipher;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What the applicant and the officers write to each other about a case.
 *
 * <p>Owns {@code case_message}: {@code side} says who of the two wrote it, {@code text} is encrypted, {@code read_at} when the other
 * side had read it. Who may not see the case finds no messages.
 */
@Singleton
public final class CaseMessages {
    static final PersonalCipher.Column TEXT = new PersonalCipher.Column("case_message", "text");

    private static final String WRITE = """
            with written as (
                insert into case_message (id, case_id, side, author, text, sent_at)
                select $5, c.id, $6, $7, $8, $9 from cases c where c.id = $4 and %s
                returning id, case_id
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at)
                select 'message.written', c.id, c.version, $10, $9, $9 from cases c join written w on w.case_id = c.id
            )
            select append_audit(case_id, $9, $7, 'message.write', id::text, $6, $11) from written
            """.formatted(CaseAccess.PREDICATE);

    private static final String LIST = """
            select m.id, m.side, m.text, m.sent_at, m.read_at
            from case_message m join cases c on c.id = m.case_id
            where m.case_id = $4 and ($5::uuid is null or m.id < $5) and %s
            order by m.id desc limit $6
            """.formatted(CaseAccess.PREDICATE);

    private static final String MAY_SEE =
            "select c.id from cases c where c.id = $4 and %s".formatted(CaseAccess.PREDICATE);

    private static final String READ = """
            update case_message m set read_at = $5
            from cases c where c.id = m.case_id and m.case_id = $4 and m.side = $6 and m.read_at is null and m.id <= $7 and %s
            """.formatted(CaseAccess.PREDICATE);

    private static final String UNREAD =
            "select count(*) as unread from case_message where case_id = $1 and side = $2 and read_at is null";

    private final Pool pool;
    private final Clock clock;
    private final PersonalCipher cipher;

    CaseMessages(Pool pool, Clock clock, PersonalCipher cipher) {
        this.pool = pool;
        this.clock = clock;
        this.cipher = cipher;
    }

    /** Of the two sides of a case. */
    public enum Side {
        APPLICANT,
        OFFICER;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Side of(AuthenticatedCaller caller) {
            return caller.scopes().contains("applicant") ? APPLICANT : OFFICER;
        }

        Side other() {
            return this == APPLICANT ? OFFICER : APPLICANT;
        }
    }

    /** @param readAt when the other side had read it */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record CaseMessage(UUID id, String side, String text, Instant sentAt, Optional<Instant> readAt) {}

    /** @throws Problem {@code case-not-found} also when it may not be seen */
    Uni<CaseMessage> write(
            SqlConnection transaction, UUID caseId, String text, AuthenticatedCaller author, String requestId) {
        var id = UuidCreator.getTimeOrderedEpoch();
        var side = Side.of(author);
        var now = clock.instant();
        var values = CaseAccess.of(author)
                .values()
                .addValue(caseId)
                .addValue(id)
                .addValue(side.word())
                .addValue(author.actor().value())
                .addValue(Buffer.buffer(cipher.encrypt(TEXT, id, text)))
                .addValue(OffsetDateTime.now(clock))
                .addValue("{\"side\":\"" + side.word() + "\"}")
                .addValue(requestId);
        return transaction.preparedQuery(WRITE).execute(values).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.of(ProblemType.CASE_NOT_FOUND);
            }
            return new CaseMessage(id, side.word(), text, now, Optional.empty());
        });
    }

    /** Newest first, before the given one. */
    Uni<List<CaseMessage>> list(UUID caseId, AuthenticatedCaller reader, Optional<UUID> before, int limit) {
        var access = CaseAccess.of(reader);
        return pool.preparedQuery(MAY_SEE)
                .execute(access.values().addValue(caseId))
                .invoke(seen -> checkSeen(seen.size()))
                .chain(() -> pool.preparedQuery(LIST)
                        .execute(access.values()
                                .addValue(caseId)
                                .addValue(before.orElse(null))
                                .addValue(limit)))
                .map(rows -> {
                    var all = new ArrayList<CaseMessage>(rows.size());
                    rows.forEach(row -> all.add(message(row)));
                    return all;
                });
    }

    private static void checkSeen(int rows) {
        if (rows == 0) {
            throw Problem.of(ProblemType.CASE_NOT_FOUND);
        }
    }

    private CaseMessage message(Row row) {
        var id = row.getUUID("id");
        return new CaseMessage(
                id,
                row.getString("side"),
                cipher.decrypt(TEXT, id, row.getBuffer("text").getBytes()),
                row.getOffsetDateTime("sent_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("read_at")).map(OffsetDateTime::toInstant));
    }

    /** Marks what the other side has written, up to a message, as read. */
    Uni<Void> markRead(UUID caseId, UUID upTo, AuthenticatedCaller reader) {
        var access = CaseAccess.of(reader);
        return pool.preparedQuery(MAY_SEE)
                .execute(access.values().addValue(caseId))
                .invoke(seen -> checkSeen(seen.size()))
                .chain(() -> pool.preparedQuery(READ)
                        .execute(access.values()
                                .addValue(caseId)
                                .addValue(OffsetDateTime.now(clock))
                                .addValue(Side.of(reader).other().word())
                                .addValue(upTo)))
                .replaceWithVoid();
    }

    /** How many messages of a side nobody of the other has read. */
    Uni<Long> countUnread(UUID caseId, Side side) {
        return pool.preparedQuery(UNREAD)
                .execute(Tuple.of(caseId, side.word()))
                .map(rows -> rows.iterator().next().getLong("unread"));
    }
}
