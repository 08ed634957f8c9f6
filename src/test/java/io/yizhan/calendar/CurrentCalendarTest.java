package io.yizhan.calendar;

import static io.yizhan.calendar.ClockFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.platform.Text;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CurrentCalendarTest {
    private static final DeadlineTerms INTO_2027 = DeadlineTerms.of(at("2026-12-30T10:00"), Limit.workingDays(2));

    private final CurrentCalendar current = new CurrentCalendar(WorkingDayCalendar.shipped());
    private final StatutoryClock clock =
            new StatutoryClock(current, new OfficeHours(ClockFixture.CLOSING, LateAcceptance.NEXT_WORKING_DAY));

    @Test
    void whatCountsAtFirstIsMadeForWhomItIsAskedBy() {
        var asked = new AtomicInteger();
        var lazy = new CurrentCalendar(() -> {
            asked.incrementAndGet();
            return WorkingDayCalendar.shipped();
        });

        assertThat(lazy.edition()).isZero();
        assertThat(asked).hasValue(0);
        assertThat(lazy.get()).isSameAs(lazy.get());
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoBringsANoticeNeedsNothingBefore() {
        var lazy = new CurrentCalendar(() -> {
            throw new AssertionError("nobody asks for it");
        });
        var noticed = WorkingDayCalendar.shipped();

        lazy.swap(1, noticed);

        assertThat(lazy.get()).isSameAs(noticed);
        assertThat(lazy.edition()).isEqualTo(1);
    }

    @Test
    void letsTheClockCountByTheNewestNotice() {
        var before = clock.deadline(INTO_2027);

        current.swap(16, withNewYear("2027", 2027, PublicHoliday.Kind.OFF));
        var after = clock.deadline(INTO_2027);

        assertThat(before.dueDate()).isEqualTo("2027-01-01");
        assertThat(before.isProvisional()).isTrue();
        assertThat(after.dueDate()).isEqualTo("2027-01-04");
        assertThat(after.isProvisional()).isFalse();
        assertThat(before.explain()).as("a deadline stays of one calendar").hasSize(3);
    }

    @Test
    void neverGoesBackToAnOlderEdition() {
        var newest = withNewYear("2027", 2027, PublicHoliday.Kind.OFF);
        current.swap(16, newest);

        current.swap(15, WorkingDayCalendar.shipped());

        assertThat(current.get()).isSameAs(newest);
        assertThat(current.edition()).isEqualTo(16);
    }

    @Test
    void letsAnAmendmentHaveTheLastWord() {
        var table =
                withNewYear("2026-amended", 2026, PublicHoliday.Kind.WORKING).holidays();

        assertThat(table.find(LocalDate.of(2026, 10, 1)))
                .map(table::notice)
                .map(HolidayNotice::id)
                .hasValue("2026");
        assertThat(WorkingDayCalendar.of(table).isWorkingDay(LocalDate.of(2027, 1, 1)))
                .isTrue();
        assertThat(table.latestNotice().id()).isEqualTo("2026-amended");
    }

    @Test
    void remembersWhatItCountedByBefore() {
        current.swap(16, withNewYear("2027", 2027, PublicHoliday.Kind.OFF));

        var then = clock.asOf("2026").deadline(INTO_2027);

        assertThat(then.dueDate()).isEqualTo("2027-01-01");
        assertThat(then.isProvisional()).isTrue();
        assertThat(clock.asOf("2027").deadline(INTO_2027).dueDate()).isEqualTo("2027-01-04");
        assertThat(clock.asOf("nobody's").calendar().holidays().latestNotice().id())
                .isEqualTo("2027");
    }

    @Test
    void remembersADayThatAnAmendmentHasOverruled() {
        var shipped = HolidayTable.shipped();
        var day = shipped.days().stream()
                .filter(one -> one.notice().equals("2026"))
                .findFirst()
                .orElseThrow();
        var days = new ArrayList<>(shipped.days());
        days.add(new PublicHoliday(day.date(), PublicHoliday.Kind.WORKING, day.name(), "2026-amended"));
        var notices = new ArrayList<>(shipped.notices());
        notices.add(new HolidayNotice(
                "2026-amended", 2026, "第1号", "通知", LocalDate.of(2026, 11, 4), URI.create("https://www.gov.cn/x")));
        var table = new HolidayTable(days, List.copyOf(notices));

        assertThat(table.find(day.date()).orElseThrow().kind()).isEqualTo(PublicHoliday.Kind.WORKING);
        assertThat(table.asOf("2026").find(day.date())).hasValue(day);
    }

    private static WorkingDayCalendar withNewYear(String id, int year, PublicHoliday.Kind kind) {
        var shipped = HolidayTable.shipped();
        var notices = new ArrayList<>(shipped.notices());
        notices.add(new HolidayNotice(
                id, year, "第1号", "通知", LocalDate.of(2026, 11, 4), URI.create("https://www.gov.cn/x")));
        var days = new ArrayList<>(shipped.days());
        days.add(new PublicHoliday(LocalDate.of(2027, 1, 1), kind, new Text("元旦", "New Year's Day"), id));
        return WorkingDayCalendar.of(new HolidayTable(days, List.copyOf(notices)));
    }
}
