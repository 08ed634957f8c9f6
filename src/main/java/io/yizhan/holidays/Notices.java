package io.yizhan.holidays;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.HolidayNotice;
import io.yizhan.calendar.HolidayTable;
import io.yizhan.calendar.PublicHoliday;
import io.yizhan.platform.Text;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The notices as they were loaded.
 *
 * <p>Owns
 *
 * <ul>
 *   <li>{@code holiday_notice}: {@code edition} (1, 2, …: the highest is what counts), {@code id} (the year, for an amendment with
 *       more behind it), {@code year}, {@code number}, {@code title}, {@code published_on}, {@code source} (its address),
 *       {@code digest} of all it says, when and by whom it was loaded ({@code loaded_by} is nobody for one that came with a
 *       release).
 *   <li>{@code holiday_day}: {@code notice}, {@code date}, {@code kind} ({@code off}, or {@code working} for a day people work
 *       instead), names. Of a date that several notices name, the one loaded last counts.
 * </ul>
 *
 * Rows are never changed or deleted.
 */
@Singleton
final class Notices {
    private static final String WAIT_AT_MOST = "set local lock_timeout = '10s'";

    /** Who loads waits here; readers do not. */
    private static final String LOCK = "lock table holiday_notice in share row exclusive mode";

    private static final String LATEST_EDITION = "select coalesce(max(edition), 0) as edition from holiday_notice";

    private static final String NOTICES = """
            select edition, id, year, number, title, published_on, source, digest, loaded_at, loaded_by
            from holiday_notice
            order by edition
            """;

    private static final String DAYS = """
            select d.notice, d.date, d.kind, d.name_zh, d.name_en
            from holiday_day d join holiday_notice n on n.id = d.notice
            order by n.edition, d.date
            """;

    private static final String INSERT_NOTICE = """
            insert into holiday_notice (edition, id, year, number, title, published_on, source, digest, loaded_at, loaded_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String INSERT_DAY =
            "insert into holiday_day (notice, date, kind, name_zh, name_en) values ($1, $2, $3, $4, $5)";

    Notices() {}

    /** All that was loaded. */
    record Stored(List<StoredNotice> notices, List<PublicHoliday> days) {
        int edition() {
            return notices.isEmpty() ? 0 : notices.get(notices.size() - 1).edition();
        }

        HolidayTable table() {
            return new HolidayTable(
                    days, notices.stream().map(StoredNotice::notice).toList());
        }

        Optional<StoredNotice> findByNumber(String number) {
            return notices.stream()
                    .filter(stored -> stored.notice().number().equals(number))
                    .findFirst();
        }

        List<StoredNotice> ofYear(int year) {
            return notices.stream()
                    .filter(stored -> stored.notice().year() == year)
                    .toList();
        }

        /** Whether each of these is here, and in its year nothing that an administrator has loaded. */
        boolean isJust(List<HolidayNotice> shipped) {
            return shipped.stream().allMatch(notice -> {
                var ofYear = ofYear(notice.year());
                return ofYear.stream().anyMatch(one -> one.notice().id().equals(notice.id()))
                        && ofYear.stream().allMatch(one -> one.loadedBy().isEmpty());
            });
        }

        /** Notices of years an administrator has loaded that are not among those here, or name other days. */
        List<HolidayNotice> unlike(HolidayTable shipped) {
            return shipped.notices().stream()
                    .filter(notice -> ofYear(notice.year()).stream()
                            .anyMatch(stored -> stored.loadedBy().isPresent()))
                    .filter(notice -> findByNumber(notice.number())
                            .filter(stored -> arranged(days, stored.notice()).equals(arranged(shipped.days(), notice)))
                            .isEmpty())
                    .toList();
        }

        private static Map<LocalDate, PublicHoliday.Kind> arranged(
                Collection<PublicHoliday> days, HolidayNotice notice) {
            return days.stream()
                    .filter(day -> day.notice().equals(notice.id()))
                    .collect(Collectors.toMap(PublicHoliday::date, PublicHoliday::kind));
        }
    }

    /** Makes this transaction the only one that loads, until it ends. */
    Uni<Void> lock(SqlClient transaction) {
        return transaction
                .query(WAIT_AT_MOST)
                .execute()
                .chain(() -> transaction.query(LOCK).execute())
                .replaceWithVoid();
    }

    Uni<Integer> latestEdition(SqlClient client) {
        return client.preparedQuery(LATEST_EDITION)
                .execute()
                .map(rows -> rows.iterator().next().getInteger("edition"));
    }

    /** Of one edition when the connection is a transaction that has locked, or when it reads nothing but growing tables. */
    Uni<Stored> list(SqlConnection connection) {
        return Uni.combine()
                .all()
                .unis(
                        connection.preparedQuery(NOTICES).execute().map(Notices::notices),
                        connection.preparedQuery(DAYS).execute())
                .with((found, rows) -> new Stored(found, days(rows, found)));
    }

    Uni<Void> insert(SqlClient transaction, StoredNotice stored, List<PublicHoliday> days) {
        var notice = stored.notice();
        return transaction
                .preparedQuery(INSERT_NOTICE)
                .execute(Tuple.tuple()
                        .addValue(stored.edition())
                        .addValue(notice.id())
                        .addValue(notice.year())
                        .addValue(notice.number())
                        .addValue(notice.title())
                        .addValue(notice.publishedOn())
                        .addValue(notice.source().toString())
                        .addValue(stored.digest())
                        .addValue(OffsetDateTime.ofInstant(stored.loadedAt(), ZoneOffset.UTC))
                        .addValue(stored.loadedBy().orElse(null)))
                .chain(() -> transaction
                        .preparedQuery(INSERT_DAY)
                        .executeBatch(days.stream().map(Notices::columns).toList()))
                .replaceWithVoid();
    }

    private static Tuple columns(PublicHoliday day) {
        return Tuple.of(
                day.notice(),
                day.date(),
                day.kind().word(),
                day.name().zh(),
                day.name().en());
    }

    private static List<StoredNotice> notices(RowSet<Row> rows) {
        var all = new ArrayList<StoredNotice>(rows.size());
        for (var row : rows) {
            var notice = new HolidayNotice(
                    row.getString("id"),
                    row.getInteger("year"),
                    row.getString("number"),
                    row.getString("title"),
                    row.getLocalDate("published_on"),
                    URI.create(row.getString("source")));
            all.add(new StoredNotice(
                    row.getInteger("edition"),
                    notice,
                    row.getString("digest"),
                    row.getOffsetDateTime("loaded_at").toInstant(),
                    Optional.ofNullable(row.getUUID("loaded_by"))));
        }
        return List.copyOf(all);
    }

    /** A notice that was loaded between the two reads comes with the next look. */
    private static List<PublicHoliday> days(RowSet<Row> rows, List<StoredNotice> notices) {
        var known = notices.stream().map(stored -> stored.notice().id()).toList();
        var all = new ArrayList<PublicHoliday>(rows.size());
        for (var row : rows) {
            if (known.contains(row.getString("notice"))) {
                all.add(new PublicHoliday(
                        row.getLocalDate("date"),
                        PublicHoliday.Kind.ofWord(row.getString("kind")),
                        new Text(row.getString("name_zh"), row.getString("name_en")),
                        row.getString("notice")));
            }
        }
        return List.copyOf(all);
    }
}
