package io.yizhan.holidays;

import static io.yizhan.holidays.NoticeFixture.notice;
import static io.yizhan.platform.HallClock.BUSINESS_ZONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.calendar.HolidayNotice;
import io.yizhan.calendar.HolidayTable;
import io.yizhan.calendar.PublicHoliday;
import io.yizhan.casework.Desk;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a release ships meets what is in a database: each time in a transaction that is undone, on tables of notices that are empty at
 * first, beside the real cases and timers.
 */
@QuarkusTest
@TestProfile(MovedClockProfile.class)
class ShippedNoticesTest {
    private static final HolidayTable SHIPPED = HolidayTable.shipped();
    private static final int NEXT = SHIPPED.lastAnnouncedYear() + 1;
    private static final LocalDate PUBLISHED = LocalDate.of(NEXT - 1, 11, 4);
    private static final UUID ADMINISTRATOR = UUID.randomUUID();

    private static final String EMPTY_TABLES = """
            create schema shipped_notices_test;
            create table shipped_notices_test.holiday_notice (like public.holiday_notice including all);
            create table shipped_notices_test.holiday_day (like public.holiday_day including all);
            set local search_path to shipped_notices_test, public
            """;

    @Inject
    Pool pool;

    @Inject
    LoadNotice load;

    @Inject
    Notices notices;

    @Inject
    MovableClock clock;

    /** There is always something that could be counted anew. */
    @BeforeEach
    void haveAnOpenCase() {
        Desk.inReview(TestTokens.applicant(), Desk.officer());
        clock.moveTo(PUBLISHED.plusDays(1).atTime(10, 0).atZone(BUSINESS_ZONE).toInstant());
    }

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    private <T> T undone(Function<SqlConnection, Uni<T>> work) {
        var connection = pool.getConnection().await().indefinitely();
        try {
            run(connection, "begin");
            run(connection, EMPTY_TABLES);
            run(connection, "delete from timer where kind like 'calendar.%'");
            return work.apply(connection).await().indefinitely();
        } finally {
            run(connection, "rollback");
            connection.close().await().indefinitely();
        }
    }

    private static void run(SqlConnection connection, String sql) {
        connection.query(sql).execute().await().indefinitely();
    }

    /** What came of one start. */
    private record Started(int loaded, int edition, long recounts) {}

    private Uni<Started> start(SqlConnection transaction, HolidayTable shipped) {
        return load.importShipped(transaction, shipped).chain(loaded -> notices.latestEdition(transaction)
                .chain(edition -> recounts(transaction).map(recounts -> new Started(loaded, edition, recounts))));
    }

    private static Uni<Long> recounts(SqlConnection transaction) {
        return transaction
                .query(
                        "with gone as (delete from timer where kind like 'calendar.%' returning kind) select count(*) from gone")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Announcement typed(LocalDate published) {
        var asked = NoticeFixture.read(notice(NEXT, published));
        return NoticeRules.read(asked, SHIPPED, String.valueOf(NEXT), published.plusDays(1))
                .announcement()
                .orElseThrow();
    }

    private static HolidayTable shippedWith(HolidayNotice notice, List<PublicHoliday> days) {
        var allDays = new ArrayList<>(SHIPPED.days());
        allDays.addAll(days);
        var all = new ArrayList<>(SHIPPED.notices());
        all.add(notice);
        return new HolidayTable(allDays, all);
    }

    private static HolidayTable nextRelease() {
        var shipped = typed(PUBLISHED);
        return shippedWith(shipped.notice(), shipped.days());
    }

    private Uni<Long> loadedByAnAdministrator(SqlConnection transaction) {
        return load.load(transaction, NoticeFixture.read(notice(NEXT, PUBLISHED)), ADMINISTRATOR, "test")
                .chain(() -> recounts(transaction));
    }

    private static int all(HolidayTable table) {
        return table.notices().size();
    }

    @Test
    void readsTheShippedDaysOnlyWhenThereIsSomethingToAddOrToCompare() {
        var next = List.copyOf(nextRelease().notices());
        assertThat(HolidayTable.shippedNotices()).containsExactlyElementsOf(SHIPPED.notices());

        undone(transaction -> start(transaction, SHIPPED)
                .chain(() -> notices.list(transaction))
                .invoke(stored -> {
                    assertThat(stored.isJust(HolidayTable.shippedNotices())).isTrue();
                    assertThat(stored.isJust(next)).isFalse();
                })
                .chain(() -> loadedByAnAdministrator(transaction))
                .chain(() -> notices.list(transaction))
                .invoke(stored -> assertThat(stored.isJust(next)).isFalse()));
    }

    @Test
    void theFirstImportCountsNothingAnew() {
        var first = undone(transaction -> start(transaction, SHIPPED));

        assertThat(first).isEqualTo(new Started(all(SHIPPED), all(SHIPPED), 0));
    }

    @Test
    void theFirstImportCountsNothingAnewWhereThereIsNoCaseEither() {
        var first = undone(transaction -> transaction
                .query("create table shipped_notices_test.cases (like public.cases including all)")
                .execute()
                .chain(() -> start(transaction, SHIPPED)));

        assertThat(first).isEqualTo(new Started(all(SHIPPED), all(SHIPPED), 0));
    }

    @Test
    void anUpgradeThatShipsAYearCountsAnewOnce() {
        var starts = undone(transaction -> start(transaction, SHIPPED)
                .chain(() -> start(transaction, nextRelease()))
                .chain(upgraded -> start(transaction, nextRelease()).map(again -> List.of(upgraded, again))));

        assertThat(starts).containsExactly(new Started(1, all(SHIPPED) + 1, 2), new Started(0, all(SHIPPED) + 1, 0));
    }

    @Test
    void whatAnAdministratorHasLoadedIsNotLoadedAgain() {
        var upgraded = undone(transaction -> start(transaction, SHIPPED)
                .chain(() -> loadedByAnAdministrator(transaction))
                .invoke(recounts -> assertThat(recounts).as("then it was").isEqualTo(2))
                .chain(() -> start(transaction, nextRelease()))
                .call(() -> notices.list(transaction).invoke(stored -> assertThat(stored.unlike(nextRelease()))
                        .isEmpty())));

        assertThat(upgraded).isEqualTo(new Started(0, all(SHIPPED) + 1, 0));
    }

    @Test
    void whatAnAdministratorHasLoadedStaysWhenTheReleaseSaysSomethingElse() {
        var shipped = typed(PUBLISHED);
        var otherDays = shippedWith(
                shipped.notice(), shipped.days().subList(1, shipped.days().size()));
        var amendment = new HolidayNotice(
                NEXT + "-amended-1",
                NEXT,
                "试〔" + NEXT + "〕9号",
                shipped.notice().title(),
                PUBLISHED,
                shipped.notice().source());
        var first = shipped.days().get(0);
        var amended = shippedWith(
                amendment, List.of(new PublicHoliday(first.date(), first.kind(), first.name(), amendment.id())));

        for (var release : List.of(otherDays, amended)) {
            var upgraded = undone(transaction -> start(transaction, SHIPPED)
                    .chain(() -> loadedByAnAdministrator(transaction))
                    .chain(() -> start(transaction, release))
                    .call(() -> notices.list(transaction).invoke(stored -> {
                        assertThat(stored.table().find(first.date())).isPresent();
                        assertThat(stored.unlike(release))
                                .as("told in the log")
                                .extracting(HolidayNotice::year)
                                .containsOnly(NEXT);
                    })));
            assertThat(upgraded).isEqualTo(new Started(0, all(SHIPPED) + 1, 0));
        }
    }
}
