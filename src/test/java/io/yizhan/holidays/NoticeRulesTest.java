package io.yizhan.holidays;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.calendar.HolidayTable;
import io.yizhan.holidays.NewYear.NewHoliday;
import io.yizhan.holidays.NewYear.NewNotice;
import io.yizhan.platform.Problem.Fault;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoticeRulesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 12, 1);
    private static final HolidayTable KNOWN = HolidayTable.shipped();
    private static final NewYear SOUND = NoticeFixture.read(NoticeFixture.notice(2027, TODAY));

    @Test
    void readsASoundNotice() {
        var verdict = NoticeRules.read(SOUND, KNOWN, "2027", TODAY);

        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.announcement()).hasValueSatisfying(announcement -> {
            assertThat(announcement.notice().year()).isEqualTo(2027);
            assertThat(announcement.days()).hasSize(31 + 3).isSortedAccordingTo((a, b) -> a.date()
                    .compareTo(b.date()));
        });
    }

    @Test
    void namesEveryMistakeAtOnce() {
        var notice = new NewNotice(" ", null, "2027-02-30", "gov.cn");
        var holidays = List.of(
                new NewHoliday("元旦", null, List.of("2027-01-01", "2027-01-01", "1 Jan"), List.of("2027-01-05")),
                new NewHoliday("春节", "Spring Festival", null, List.of("2026-12-20")));

        assertThat(faults(new NewYear(2027, null, notice, holidays)))
                .containsExactlyInAnyOrder(
                        "/notice/number required",
                        "/notice/title required",
                        "/notice/publishedOn date",
                        "/notice/source uri",
                        "/holidays/0/nameEn required",
                        "/holidays/0/off/1 twice",
                        "/holidays/0/off/2 date",
                        "/holidays/0/working/0 weekday",
                        "/holidays/1/off required",
                        "/holidays/1/working/0 year");
    }

    @Test
    void asksForEverythingWhenThereIsNothing() {
        assertThat(faults(new NewYear(null, null, null, null)))
                .containsExactly("/year required", "/notice required", "/holidays required");
    }

    @Test
    void takesYearsInTheirOrder() {
        assertThat(faults(with(SOUND, 2028, null))).contains("/year order");
        assertThat(faults(with(SOUND, 2014, null))).contains("/year order");
    }

    @Test
    void refusesANoticeFromTheFuture() {
        assertThat(NoticeRules.read(SOUND, KNOWN, "2027", TODAY.minusDays(1)).faults())
                .extracting(Fault::pointer)
                .containsExactly("/notice/publishedOn");
    }

    @Test
    void missesAHolidayTheLawGives() {
        var withoutNewYear = SOUND.holidays().subList(1, SOUND.holidays().size());

        assertThat(faults(new NewYear(2027, null, SOUND.notice(), withoutNewYear)))
                .containsExactly("/holidays statutory");
    }

    @Test
    void countsTheWorkingDaysThatAreLeft() {
        var tooMuch = new ArrayList<>(SOUND.holidays());
        tooMuch.add(new NewHoliday(
                "其他",
                "Other",
                Stream.iterate(LocalDate.of(2027, 7, 1), date -> date.plusDays(1))
                        .limit(20)
                        .map(LocalDate::toString)
                        .toList(),
                List.of()));

        assertThat(faults(new NewYear(2027, null, SOUND.notice(), tooMuch))).containsExactly("/holidays count");
    }

    @Test
    void amendsOnlyWhatWasAnnounced() {
        var bridge = List.of(new NewHoliday("国庆节", "National Day", List.of("2026-10-08"), List.of("2026-10-07")));

        assertThat(faults(new NewYear(2026, true, SOUND.notice(), bridge))).isEmpty();
        assertThat(faults(with(SOUND, 2027, true))).contains("/isAmendment unannounced");
    }

    @Test
    void isTheSameNoticeInWhateverOrderItIsTyped() {
        var turned = new ArrayList<>(SOUND.holidays());
        Collections.reverse(turned);
        var again = new NewYear(2027, false, SOUND.notice(), turned);

        assertThat(digest(again)).isEqualTo(digest(SOUND));
        assertThat(digest(new NewYear(2027, null, SOUND.notice(), withOneDayLess())))
                .isNotEqualTo(digest(SOUND));
    }

    private static List<NewHoliday> withOneDayLess() {
        var less = new ArrayList<>(SOUND.holidays());
        var spring = less.get(1);
        less.set(
                1, new NewHoliday(spring.nameZh(), spring.nameEn(), spring.off().subList(1, 7), spring.working()));
        return less;
    }

    private static String digest(NewYear year) {
        return NoticeRules.read(year, KNOWN, "2027", TODAY)
                .announcement()
                .orElseThrow()
                .digest();
    }

    private static NewYear with(NewYear sound, int year, Boolean isAmendment) {
        return new NewYear(year, isAmendment, sound.notice(), sound.holidays());
    }

    private static List<String> faults(NewYear year) {
        return NoticeRules.read(year, KNOWN, "2027", TODAY).faults().stream()
                .map(fault -> fault.pointer() + " " + fault.code())
                .toList();
    }
}
