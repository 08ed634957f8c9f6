package io.yizhan.rating;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseAccess;
import io.yizhan.casework.CaseAct;
import io.yizhan.casework.CaseFile;
import io.yizhan.casework.CaseFiles;
import io.yizhan.casework.CaseState;
import io.yizhan.casework.MoveCase;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.PersonalCipher;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ratings. Nobody is rated for by default: a row is there only when somebody has rated.
 *
 * <p>Owns {@code rating}: one row per case and {@code occasion}; {@code level} 1 to 5, 1 the best; {@code indicators} JSON;
 * {@code remark} encrypted; {@code rater} the person, hidden from the rated unit unless {@code shows_rater}; {@code department},
 * {@code implementation_code}, {@code window_number} and {@code month} say what is rated; {@code amended_from} the level before the one
 * amendment; {@code is_excluded} after an appeal. A trigger keeps {@code rating_figure} ({@link RatingFigures}).
 */
@Singleton
final class Ratings {
    private static final PersonalCipher.Column REMARK = new PersonalCipher.Column("rating", "remark");
    private static final TypeReference<Map<Indicator, Integer>> INDICATORS = new TypeReference<>() {};
    private static final String MATTER = "matter";

    private static final String WINDOW_OF_VISIT = """
            select window_number from case_event where case_id = $1 and seq = $2 and window_number is not null
            """;

    private static final String RATE = """
            with rated as (
                insert into rating (id, case_id, occasion, level, indicators, remark, channel, rater, shows_rater, implementation_code,
                    department, window_number, month, rated_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                returning id, case_id
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at)
                select 'rating.given', case_id, $15, $16, $14, $14 from rated
            )
            select append_audit(case_id, $14, $8, 'rating.give', id::text, $3, $17) from rated
            """;

    private static final String COLUMNS = """
            r.id, r.case_id, r.occasion, r.level, r.indicators, r.remark, r.shows_rater, r.rated_at, r.amended_at, r.is_excluded
            """;

    private static final String OF_CASE = """
            select %s from rating r join cases c on c.id = r.case_id where r.case_id = $4 and %s order by r.id
            """.formatted(COLUMNS, CaseAccess.PREDICATE);

    private static final String FOR_AMENDMENT = """
            select %s, r.amended_from, r.department from rating r join cases c on c.id = r.case_id
            where r.id = $4 and %s for no key update of r
            """.formatted(COLUMNS, CaseAccess.PREDICATE);

    private static final String AMEND = """
            with amended as (
                update rating set level = $2, indicators = $3, remark = $4, amended_at = $5, amended_from = level where id = $1
                returning id, case_id
            )
            select append_audit(case_id, $5, $6, 'rating.amend', id::text, '', $7) from amended
            """;

    private final Pool pool;
    private final Clock clock;
    private final CaseFiles files;
    private final MoveCase moving;
    private final Rectifications rectifications;
    private final PersonalCipher cipher;
    private final ObjectMapper json;
    private final RatingConfig config;

    Ratings(
            Pool pool,
            Clock clock,
            CaseFiles files,
            MoveCase moving,
            Rectifications rectifications,
            PersonalCipher cipher,
            ObjectMapper json,
            RatingConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.files = files;
        this.moving = moving;
        this.rectifications = rectifications;
        this.cipher = cipher;
        this.json = json;
        this.config = config;
    }

    /** What somebody thinks. */
    record Judgement(int level, Map<Indicator, Integer> indicators, Optional<String> remark, boolean showsRater) {}

    /** @throws Problem {@code rating-not-open}, {@code rated-already}, {@code case-not-found} */
    Uni<RatingView> rate(
            SqlConnection transaction,
            UUID caseId,
            String occasion,
            Judgement judgement,
            AuthenticatedCaller rater,
            String requestId) {
        var id = UuidCreator.getTimeOrderedEpoch();
        return files.lockAndGet(transaction, caseId, CaseAccess.of(rater))
                .chain(file -> window(transaction, file, occasion)
                        .chain(window -> write(transaction, id, file, occasion, window, judgement, rater, requestId))
                        .chain(() -> moveOn(transaction, file, rater, requestId)))
                .map(file -> new RatingView(
                        id,
                        caseId,
                        occasion,
                        judgement.level(),
                        judgement.indicators(),
                        judgement.remark(),
                        judgement.showsRater(),
                        clock.instant(),
                        Optional.empty(),
                        false));
    }

    /** A matter is rated when it is done; a visit when it has taken place. */
    private static Uni<Optional<String>> window(SqlConnection transaction, CaseFile file, String occasion) {
        if (occasion.equals(MATTER)) {
            if (!file.state().isDone()) {
                throw Problem.of(ProblemType.RATING_NOT_OPEN, "办结后可评价。", "It can be rated when it is done.");
            }
            return Uni.createFrom().item(Optional.empty());
        }
        var visit = Short.parseShort(occasion.substring("visit-".length()));
        return transaction
                .preparedQuery(WINDOW_OF_VISIT)
                .execute(Tuple.of(file.id(), (int) visit))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.of(ProblemType.RATING_NOT_OPEN, "没有这次到厅办理。", "There was no such visit.");
                    }
                    return Optional.of(rows.iterator().next().getString("window_number"));
                });
    }

    private Uni<Void> write(
            SqlConnection transaction,
            UUID id,
            CaseFile file,
            String occasion,
            Optional<String> window,
            Judgement judgement,
            AuthenticatedCaller rater,
            String requestId) {
        var now = clock.instant();
        var values = Tuple.tuple()
                .addValue(id)
                .addValue(file.id())
                .addValue(occasion)
                .addValue((short) judgement.level())
                .addValue(written(judgement.indicators()))
                .addValue(sealed(id, judgement.remark()))
                .addValue(rater.channel())
                .addValue(rater.actor().value())
                .addValue(judgement.showsRater())
                .addValue(file.head().implementationCode())
                .addValue(file.head().department())
                .addValue(window.orElse(null))
                .addValue(month(now))
                .addValue(OffsetDateTime.now(clock))
                .addValue(file.version())
                .addValue("{\"level\":" + judgement.level() + "}")
                .addValue(requestId);
        return transaction
                .preparedQuery(RATE)
                .execute(values)
                .chain(() -> Rectifications.isBad(judgement.level())
                        ? rectifications.open(
                                transaction, id, file.id(), file.head().department())
                        : Uni.createFrom().voidItem());
    }

    private static LocalDate month(Instant now) {
        return LocalDate.ofInstant(now, HallClock.BUSINESS_ZONE).withDayOfMonth(1);
    }

    private Uni<CaseFile> moveOn(
            SqlConnection transaction, CaseFile file, AuthenticatedCaller rater, String requestId) {
        if (file.state() != CaseState.DELIVERED) {
            return Uni.createFrom().item(file);
        }
        var command =
                MoveCase.Command.of(file.id(), new CaseAct.Rate(), rater, file.version(), Optional.empty(), requestId);
        return moving.moveIn(transaction, command).replaceWith(file);
    }

    Uni<List<RatingView>> list(UUID caseId, AuthenticatedCaller rater) {
        var access = CaseAccess.of(rater);
        return files.get(pool, caseId, access)
                .chain(() -> pool.preparedQuery(OF_CASE).execute(access.values().addValue(caseId)))
                .map(rows -> {
                    var all = new ArrayList<RatingView>(rows.size());
                    rows.forEach(row -> all.add(view(row)));
                    return all;
                });
    }

    /** Once, within the time for it. A bad rating that becomes a good one ends its rectification; the other way opens one. */
    Uni<RatingView> amend(
            SqlConnection transaction, UUID id, Judgement judgement, AuthenticatedCaller rater, String requestId) {
        return transaction
                .preparedQuery(FOR_AMENDMENT)
                .execute(CaseAccess.of(rater).values().addValue(id))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.of(ProblemType.RATING_NOT_FOUND);
                    }
                    return rows.iterator().next();
                })
                .invoke(this::checkAmendable)
                .call(row -> transaction.preparedQuery(AMEND).execute(amended(id, judgement, rater, requestId)))
                .call(row -> rectifications.amended(
                        transaction, id, row.getUUID("case_id"), row.getString("department"), judgement.level()))
                .map(row -> new RatingView(
                        id,
                        row.getUUID("case_id"),
                        row.getString("occasion"),
                        judgement.level(),
                        judgement.indicators(),
                        judgement.remark(),
                        row.getBoolean("shows_rater"),
                        row.getOffsetDateTime("rated_at").toInstant(),
                        Optional.of(clock.instant()),
                        false));
    }

    private void checkAmendable(Row row) {
        var until = row.getOffsetDateTime("rated_at").toInstant().plus(config.amendable());
        if (row.getInteger("amended_from") != null
                || row.getBoolean("is_excluded")
                || clock.instant().isAfter(until)) {
            throw Problem.of(ProblemType.RATING_SETTLED);
        }
    }

    private Tuple amended(UUID id, Judgement judgement, AuthenticatedCaller rater, String requestId) {
        return Tuple.tuple()
                .addValue(id)
                .addValue((short) judgement.level())
                .addValue(written(judgement.indicators()))
                .addValue(sealed(id, judgement.remark()))
                .addValue(OffsetDateTime.now(clock))
                .addValue(rater.actor().value())
                .addValue(requestId);
    }

    private @Nullable Buffer sealed(UUID id, Optional<String> remark) {
        return remark.map(text -> Buffer.buffer(cipher.encrypt(REMARK, id, text)))
                .orElse(null);
    }

    private RatingView view(Row row) {
        var id = row.getUUID("id");
        return new RatingView(
                id,
                row.getUUID("case_id"),
                row.getString("occasion"),
                row.getInteger("level"),
                indicators(row.getString("indicators")),
                Optional.ofNullable(row.getBuffer("remark")).map(text -> cipher.decrypt(REMARK, id, text.getBytes())),
                row.getBoolean("shows_rater"),
                row.getOffsetDateTime("rated_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("amended_at")).map(OffsetDateTime::toInstant),
                row.getBoolean("is_excluded"));
    }

    private Map<Indicator, Integer> indicators(String stored) {
        try {
            return json.readValue(stored, INDICATORS);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the indicators of a rating are damaged");
        }
    }

    private String written(Map<Indicator, Integer> indicators) {
        try {
            return json.writeValueAsString(indicators);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
