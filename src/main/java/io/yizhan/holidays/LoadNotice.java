package io.yizhan.holidays;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.HolidayNotice;
import io.yizhan.calendar.HolidayTable;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes a notice count. In one transaction: its rows, the audit entry, what other features have to count anew, and the word to all
 * instances are there, or nothing is.
 */
@Singleton
final class LoadNotice {
    /** The audit stream of the calendar. */
    static final UUID STREAM = UUID.fromString("00000000-0000-8000-8000-000000000600");

    private static final Logger LOG = Logger.getLogger(LoadNotice.class);
    private static final String BY_RELEASE = "release";

    private static final String AUDIT = "select append_audit($1, $2, $3, 'calendar.noticeLoaded', $4, $5, $6)";

    private static final String NOTIFY = "select pg_notify($1, $2)";

    private final Pool pool;
    private final Clock clock;
    private final Notices notices;
    private final CalendarFollower follower;
    private final List<CalendarWitness> witnesses;

    LoadNotice(
            Pool pool, Clock clock, Notices notices, CalendarFollower follower, @All List<CalendarWitness> witnesses) {
        this.pool = pool;
        this.clock = clock;
        this.notices = notices;
        this.follower = follower;
        this.witnesses = witnesses;
    }

    /** @param by nobody for what comes with a release */
    private record Order(Optional<UUID> by, String requestId, Instant at) {}

    /** @param isNew whether it was loaded just now */
    record Outcome(int year, boolean isNew) {}

    /**
     * Loads what an administrator read off a notice, and returns when this instance counts by it. The same again changes nothing.
     *
     * @throws Problem {@code calendar-year-invalid} with every mistake, {@code calendar-year-announced}
     */
    Uni<Outcome> load(NewYear asked, UUID by, String requestId) {
        return pool.withTransaction(transaction -> load(transaction, asked, by, requestId))
                .call(follower::refresh);
    }

    /** The same as part of a transaction: no instance counts by it before that is committed. */
    Uni<Outcome> load(SqlConnection transaction, NewYear asked, UUID by, String requestId) {
        var order = new Order(Optional.of(by), requestId, clock.instant());
        return notices.lock(transaction)
                .chain(() -> notices.list(transaction))
                .chain(stored -> load(transaction, asked, stored, order));
    }

    private Uni<Outcome> load(SqlConnection transaction, NewYear asked, Notices.Stored stored, Order order) {
        var announcement = read(asked, stored);
        var year = announcement.notice().year();
        var same = stored.findByNumber(announcement.notice().number());
        if (same.isPresent()) {
            if (!same.get().digest().equals(announcement.digest())) {
                throw Problem.of(
                        ProblemType.CALENDAR_YEAR_ANNOUNCED,
                        "该文号的通知已导入，内容不同。通知有调整时，按新的文号导入。",
                        "A notice of this number is loaded and says something else. An amendment has a number of its own.");
            }
            return Uni.createFrom().item(new Outcome(year, false));
        }
        if (!asked.amends() && !stored.ofYear(year).isEmpty()) {
            throw Problem.of(
                    ProblemType.CALENDAR_YEAR_ANNOUNCED,
                    year + " 年已公布。如系调整通知，请注明 isAmendment。",
                    year + " has been announced. If this notice changes it, say so with isAmendment.");
        }
        var edition = stored.edition() + 1;
        return append(transaction, announcement, edition, order)
                .chain(() -> callWitnesses(
                        transaction, new CalendarChange(edition, announcement.notice(), order.at(), order.requestId())))
                .replaceWith(new Outcome(year, true));
    }

    private Announcement read(NewYear asked, Notices.Stored stored) {
        var table = stored.table();
        var verdict = NoticeRules.read(asked, table, id(asked, stored), LocalDate.now(clock));
        return verdict.announcement()
                .orElseThrow(() -> Problem.of(ProblemType.CALENDAR_YEAR_INVALID).faults(verdict.faults()));
    }

    private static String id(NewYear asked, Notices.Stored stored) {
        var year = asked.year() == null ? 0 : asked.year();
        var before = stored.ofYear(year).size();
        return before == 0 ? String.valueOf(year) : year + "-amended-" + before;
    }

    /**
     * Adds what this release ships and nobody has loaded: at the first start everything, after an upgrade a year that came with it.
     * A year an administrator has loaded stays as it was loaded, and where the release says something else of it, the log says so.
     * Before the first edition everything was counted by the table of a release, so that nothing has to be counted anew then.
     *
     * <p>Almost every start finds just what is shipped, and then neither reads the days of it nor locks nor begins a transaction.
     *
     * @return all that is loaded then
     */
    Uni<Notices.Stored> importShipped(SqlConnection connection) {
        return notices.list(connection).chain(stored -> {
            if (stored.isJust(HolidayTable.shippedNotices())) {
                return Uni.createFrom().item(stored);
            }
            var shipped = HolidayTable.shipped();
            if (missing(stored, shipped).isEmpty()) {
                warnOf(stored, shipped);
                return Uni.createFrom().item(stored);
            }
            return pool.withTransaction(transaction -> importShipped(transaction, shipped))
                    .chain(() -> notices.list(connection));
        });
    }

    /** The same for a release that ships this table. */
    Uni<Integer> importShipped(SqlConnection transaction, HolidayTable shipped) {
        var order = new Order(Optional.empty(), BY_RELEASE, clock.instant());
        return notices.lock(transaction)
                .chain(() -> notices.list(transaction))
                .invoke(stored -> warnOf(stored, shipped))
                .chain(stored -> importMissing(transaction, stored, shipped, order));
    }

    private static void warnOf(Notices.Stored stored, HolidayTable shipped) {
        stored.unlike(shipped).forEach(LoadNotice::warn);
    }

    private static void warn(HolidayNotice shipped) {
        LOG.warnf(
                "holidays of %d stay as an administrator loaded them; this release has %s, which says something else:"
                        + " compare them, and load an amendment if the release is right",
                shipped.year(), shipped.number());
    }

    private Uni<Integer> importMissing(
            SqlConnection transaction, Notices.Stored stored, HolidayTable shipped, Order order) {
        var missing = missing(stored, shipped);
        var next = stored.edition() + 1;
        var steps = Uni.createFrom().voidItem();
        for (int i = 0; i < missing.size(); i++) {
            var announcement = missing.get(i);
            var edition = next + i;
            steps = steps.chain(() -> append(transaction, announcement, edition, order));
        }
        return steps.chain(() -> stored.edition() == 0 || missing.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : callWitnesses(transaction, lastOf(missing, stored, order)))
                .replaceWith(missing.size());
    }

    private static CalendarChange lastOf(List<Announcement> missing, Notices.Stored stored, Order order) {
        var last = missing.get(missing.size() - 1).notice();
        return new CalendarChange(stored.edition() + missing.size(), last, order.at(), order.requestId());
    }

    private static List<Announcement> missing(Notices.Stored stored, HolidayTable shipped) {
        return shipped.notices().stream()
                .filter(notice -> stored.ofYear(notice.year()).stream()
                        .allMatch(one ->
                                one.loadedBy().isEmpty() && !one.notice().id().equals(notice.id())))
                .map(notice -> new Announcement(
                        notice,
                        shipped.days().stream()
                                .filter(day -> day.notice().equals(notice.id()))
                                .toList()))
                .toList();
    }

    private Uni<Void> append(SqlConnection transaction, Announcement announcement, int edition, Order order) {
        var notice = announcement.notice();
        var stored = new StoredNotice(edition, notice, announcement.digest(), order.at(), order.by());
        return notices.insert(transaction, stored, announcement.days())
                .chain(() -> audit(transaction, stored, order))
                .chain(() -> announce(transaction, edition))
                .invoke(() -> LOG.infof("holidays of %d by %s: edition %d", notice.year(), notice.number(), edition));
    }

    private static Uni<Void> audit(SqlConnection transaction, StoredNotice stored, Order order) {
        return transaction
                .preparedQuery(AUDIT)
                .execute(Tuple.of(
                        STREAM,
                        OffsetDateTime.ofInstant(order.at(), ZoneOffset.UTC),
                        order.by().orElse(null),
                        "calendar/" + stored.notice().id(),
                        "edition=" + stored.edition() + " number="
                                + stored.notice().number() + " digest=" + stored.digest(),
                        order.requestId()))
                .replaceWithVoid();
    }

    private Uni<Void> callWitnesses(SqlConnection transaction, CalendarChange change) {
        return Multi.createFrom()
                .iterable(witnesses)
                .onItem()
                .transformToUniAndConcatenate(witness -> witness.changed(transaction, change))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> announce(SqlConnection transaction, int edition) {
        return transaction
                .preparedQuery(NOTIFY)
                .execute(Tuple.of(CalendarFollower.CHANNEL, String.valueOf(edition)))
                .replaceWithVoid();
    }
}
