package io.yizhan.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is reported upward: stretches of the log as batches, one per {@link DataSet} that has something to say, in its sequence.
 *
 * <p>Owns {@code report_batch}: {@code number} without a gap, the stretch {@code from_position} (without) to {@code to_position} (with),
 * its {@code rows} as they were when it was made, their SHA-256 as {@code digest}, how often it was {@code times_sent}, and who has
 * acknowledged it; and {@code report_cursor}, one row: up to where the log has been cut. Only the lowest number that is not
 * acknowledged is ever handed out, the same until it is; the next stretch is cut when all of the last are acknowledged. So the receiver
 * sees every row, in order, however often either side fails. Long after it was acknowledged ({@link FeedConfig.Report#keep}) the rows of
 * a batch are emptied by whoever asks for the next one; what else is known of it stays.
 */
@Singleton
class Reports {
    private static final String TURN = "select pg_advisory_xact_lock(hashtextextended('report', 0))";

    private static final String SEND = """
            update report_batch set times_sent = times_sent + 1, sent_at = $1
            where number = (select min(number) from report_batch where acknowledged_at is null)
            returning number, data_set, row_count, rows, digest, made_at, times_sent
            """;

    private static final String EMPTY = """
            update report_batch set rows = '' where number in (
                select number from report_batch where rows <> '' and acknowledged_at < $1 order by acknowledged_at limit $2)
            """;

    /** At once, so that nobody waits long for a batch. */
    private static final int EMPTIED = 20;

    private static final String STRETCH = """
            select s.start, (select max(m.position) from (
                select e.position from event e where e.position > s.start order by e.position limit $1) m) as stop
            from (select coalesce(max(to_position), 0) as start from report_cursor) s
            """;

    private static final String MOVE_ON = "update report_cursor set to_position = $1";

    private static final String MAKE = """
            insert into report_batch (number, data_set, from_position, to_position, row_count, rows, digest, made_at)
            select coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7 from report_batch
            """;

    private static final String ACKNOWLEDGE = """
            with open as (
                select number, digest, row_count, acknowledged_at,
                       number = (select min(number) from report_batch where acknowledged_at is null) as is_next
                from report_batch where number = $1 for update
            ), done as (
                update report_batch b set acknowledged_at = $4, acknowledged_by = $5 from open o
                where b.number = o.number and o.is_next and o.digest = $2 and o.row_count = $3
                returning b.number
            ), noted as (
                select append_audit($7, $4, $5, 'report.acknowledge', number::text, $2, $6) from done
            )
            select o.acknowledged_at is not null and o.digest = $2 and o.row_count = $3 as is_repeat,
                   (select count(*) from noted) as n
            from open o
            """;

    private static final String LIST = """
            select number, data_set, row_count, digest, made_at, times_sent, sent_at, acknowledged_at from report_batch
            where number < $1 order by number desc limit $2
            """;

    /** All reporting is one stream of the audit trail. */
    private static final UUID STREAM = UUID.nameUUIDFromBytes("report".getBytes(StandardCharsets.UTF_8));

    private final Pool pool;
    private final Clock clock;
    private final FeedConfig config;

    Reports(Pool pool, Clock clock, FeedConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.config = config;
    }

    /**
     * What is reported at once.
     *
     * @param number of all batches, without a gap
     * @param digest SHA-256 of the rows as they stand here, in hexadecimal
     * @param timesSent this time included
     */
    record Batch(
            long number,
            DataSet dataSet,
            int rowCount,
            String digest,
            Instant madeAt,
            int timesSent,

            @JsonRawValue @Schema(type = SchemaType.ARRAY, implementation = Object.class)
            String rows) {}

    /** The first batch nobody has acknowledged; the same again until somebody does. Empty when all is reported. */
    Uni<Optional<Batch>> next() {
        return pool.withTransaction(transaction -> transaction
                .query(TURN)
                .execute()
                .call(() -> emptyOld(transaction))
                .chain(() -> send(transaction))
                .chain(sent -> sent.isPresent() ? Uni.createFrom().item(sent) : cut(transaction)));
    }

    private Uni<Void> emptyOld(SqlConnection transaction) {
        return transaction
                .preparedQuery(EMPTY)
                .execute(Tuple.of(now().minus(config.report().keep()), EMPTIED))
                .replaceWithVoid();
    }

    private Uni<Optional<Batch>> send(SqlConnection transaction) {
        return transaction.preparedQuery(SEND).execute(Tuple.of(now())).map(Reports::batch);
    }

    private static Optional<Batch> batch(RowSet<Row> rows) {
        for (var row : rows) {
            return Optional.of(new Batch(
                    row.getLong("number"),
                    DataSet.ofWord(row.getString("data_set")),
                    row.getInteger("row_count"),
                    row.getString("digest"),
                    row.getOffsetDateTime("made_at").toInstant(),
                    row.getInteger("times_sent"),
                    row.getString("rows")));
        }
        return Optional.empty();
    }

    /** Cuts stretches until one has something to say, or the log ends. */
    private Uni<Optional<Batch>> cut(SqlConnection transaction) {
        return transaction
                .preparedQuery(STRETCH)
                .execute(Tuple.of(config.report().stretch()))
                .map(rows -> rows.iterator().next())
                .chain(stretch -> {
                    var stop = stretch.getLong("stop");
                    return stop == null
                            ? Uni.createFrom().item(Optional.<Batch>empty())
                            : make(transaction, stretch.getLong("start"), stop)
                                    .chain(() -> send(transaction))
                                    .chain(sent ->
                                            sent.isPresent() ? Uni.createFrom().item(sent) : cut(transaction));
                });
    }

    private Uni<Void> make(SqlConnection transaction, long start, long stop) {
        return Multi.createFrom()
                .items(DataSet.values())
                .onItem()
                .transformToUniAndConcatenate(set -> make(transaction, set, start, stop))
                .collect()
                .last()
                .chain(() -> transaction.preparedQuery(MOVE_ON).execute(Tuple.of(stop)))
                .replaceWithVoid();
    }

    private Uni<Void> make(SqlConnection transaction, DataSet set, long start, long stop) {
        return transaction
                .preparedQuery(set.query())
                .execute(Tuple.of(start, stop))
                .map(rows -> rows.iterator().next())
                .chain(row -> row.getInteger("n") == 0
                        ? Uni.createFrom().voidItem()
                        : transaction
                                .preparedQuery(MAKE)
                                .execute(Tuple.tuple()
                                        .addValue(set.word())
                                        .addValue(start)
                                        .addValue(stop)
                                        .addValue(row.getInteger("n"))
                                        .addValue(row.getString("rows"))
                                        .addValue(digest(row.getString("rows")))
                                        .addValue(now()))
                                .replaceWithVoid());
    }

    private static String digest(String rows) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(rows.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** What the receiver says it has stored. */
    record Receipt(long number, String digest, int rowCount) {}

    /**
     * Once for all; the same again changes nothing.
     *
     * @throws Problem {@code report-batch-not-found}; {@code report-receipt-mismatch} when it is not the batch that is due or not what
     *     was sent
     */
    Uni<Void> acknowledge(Receipt receipt, UUID actor, String requestId) {
        return pool.preparedQuery(ACKNOWLEDGE)
                .execute(Tuple.tuple()
                        .addValue(receipt.number())
                        .addValue(receipt.digest())
                        .addValue(receipt.rowCount())
                        .addValue(now())
                        .addValue(actor)
                        .addValue(requestId)
                        .addValue(STREAM))
                .invoke(Reports::refuseUnlessDone)
                .replaceWithVoid();
    }

    private static void refuseUnlessDone(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.of(ProblemType.REPORT_BATCH_NOT_FOUND);
        }
        var row = rows.iterator().next();
        if (!row.getBoolean("is_repeat") && row.getLong("n") == 0) {
            throw Problem.of(
                    ProblemType.REPORT_RECEIPT_MISMATCH,
                    "请重新获取下一批次，核对行数和摘要后再确认。",
                    "Fetch the next batch again, and compare rows and digest before acknowledging it.");
        }
    }

    /** How a batch fares. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record BatchView(
            long number,
            DataSet dataSet,
            int rowCount,
            String digest,
            Instant madeAt,
            int timesSent,
            Optional<Instant> sentAt,
            Optional<Instant> acknowledgedAt) {}

    /** Newest first, before a number. */
    Uni<List<BatchView>> list(long before, int limit) {
        return pool.preparedQuery(LIST).execute(Tuple.of(before, limit)).map(rows -> {
            var all = new ArrayList<BatchView>(rows.size());
            rows.forEach(row -> all.add(new BatchView(
                    row.getLong("number"),
                    DataSet.ofWord(row.getString("data_set")),
                    row.getInteger("row_count"),
                    row.getString("digest"),
                    row.getOffsetDateTime("made_at").toInstant(),
                    row.getInteger("times_sent"),
                    moment(row, "sent_at"),
                    moment(row, "acknowledged_at"))));
            return all;
        });
    }

    private static Optional<Instant> moment(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
