package io.yizhan.licence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LicenceChainTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    private static LicenceVersion version(
            int number, LicenceState state, LocalDate from, LocalDate validFrom, Optional<LocalDate> validUntil) {
        return new LicenceVersion(
                number,
                "id" + number,
                number == 1 ? Optional.empty() : Optional.of("id" + (number - 1)),
                state,
                Optional.empty(),
                Optional.empty(),
                from,
                validFrom,
                validUntil,
                Instant.EPOCH.plusSeconds(number),
                Optional.empty());
    }

    private static LicenceVersion version(int number, LicenceState state, LocalDate from) {
        return version(number, state, from, DAY, Optional.empty());
    }

    @Test
    void isNothingBeforeItsFirstIssue() {
        var chain = new LicenceChain(List.of(version(1, LicenceState.VALID, DAY)));

        assertThat(chain.on(DAY.minusDays(1))).isEmpty();
        assertThat(chain.isValidOn(DAY)).isTrue();
    }

    @Test
    void isValidOnItsLastDayAndNotOnTheNext() {
        var last = DAY.plusDays(9);
        var chain = new LicenceChain(List.of(version(1, LicenceState.VALID, DAY, DAY, Optional.of(last))));

        assertThat(chain.isValidOn(last)).isTrue();
        assertThat(chain.isValidOn(last.plusDays(1))).isFalse();
    }

    @Test
    void isWithheldUntilItIsRestored() {
        var chain = new LicenceChain(List.of(
                version(1, LicenceState.VALID, DAY),
                version(2, LicenceState.WITHHELD, DAY.plusDays(10)),
                version(3, LicenceState.VALID, DAY.plusDays(20))));

        assertThat(chain.isValidOn(DAY.plusDays(9))).isTrue();
        assertThat(chain.isValidOn(DAY.plusDays(10))).isFalse();
        assertThat(chain.isValidOn(DAY.plusDays(19))).isFalse();
        assertThat(chain.isValidOn(DAY.plusDays(20))).isTrue();
    }

    @Test
    void aRevocationForThePastChangesThePast() {
        var chain = new LicenceChain(List.of(
                version(1, LicenceState.VALID, DAY),
                version(2, LicenceState.VALID, DAY.plusDays(30)),
                version(3, LicenceState.REVOKED, DAY.plusDays(5))));

        assertThat(chain.isValidOn(DAY.plusDays(4))).isTrue();
        assertThat(chain.isValidOn(DAY.plusDays(5))).isFalse();
        assertThat(chain.isValidOn(DAY.plusDays(40))).isFalse();
    }

    /** A ledger with a line for every day, overwritten by every version from its day on. */
    private static Map<LocalDate, LicenceVersion> ledger(List<LicenceVersion> versions, LocalDate end) {
        var ledger = new HashMap<LocalDate, LicenceVersion>();
        for (var version : versions) {
            for (var day = version.effectiveFrom(); !day.isAfter(end); day = day.plusDays(1)) {
                ledger.put(day, version);
            }
        }
        return ledger;
    }

    @Test
    void agreesWithALedgerKeptDayByDay() {
        var random = new Random(20261125);
        for (int history = 0; history < 10_000; history++) {
            var versions = history(random);
            var chain = new LicenceChain(versions);
            var end = DAY.plusDays(70);
            var ledger = ledger(versions, end);
            for (var day = DAY.minusDays(3); day.isBefore(end); day = day.plusDays(1)) {
                var written = Optional.ofNullable(ledger.get(day));
                var isValid = written.isPresent()
                        && written.get().state() == LicenceState.VALID
                        && day.compareTo(written.get().validFrom()) >= 0
                        && (written.get().validUntil().isEmpty()
                                || day.compareTo(written.get().validUntil().get()) <= 0);
                assertThat(chain.on(day)).as("history %d, %s", history, day).isEqualTo(written);
                assertThat(chain.isValidOn(day))
                        .as("history %d, %s", history, day)
                        .isEqualTo(isValid);
            }
        }
    }

    private static List<LicenceVersion> history(Random random) {
        var versions = new ArrayList<LicenceVersion>();
        var count = 1 + random.nextInt(6);
        for (int number = 1; number <= count; number++) {
            var state = number == 1
                    ? LicenceState.VALID
                    : LicenceState.values()[random.nextInt(LicenceState.values().length)];
            var from = number == 1 ? DAY : DAY.plusDays(random.nextInt(60));
            var validFrom = DAY.plusDays(random.nextInt(10));
            var until = random.nextBoolean()
                    ? Optional.<LocalDate>empty()
                    : Optional.of(validFrom.plusDays(random.nextInt(60)));
            versions.add(version(number, state, from, validFrom, until));
        }
        return versions;
    }

    @Test
    void onlyAWithheldLicenceIsRestoredAndNothingFollowsAnEnd() {
        for (var state : LicenceState.values()) {
            assertThat(state.next().contains(LicenceState.VALID)).isEqualTo(state == LicenceState.WITHHELD);
            assertThat(state.next()).doesNotContain(LicenceState.EXPIRED, state);
        }
        assertThat(LicenceState.REVOKED.next()).isEmpty();
        assertThat(LicenceState.WITHDRAWN.next()).isEmpty();
    }
}
