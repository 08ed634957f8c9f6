package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.GradedNumber.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityNumbersTest {
    private static final Clock TODAY = Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneId.of("Asia/Shanghai"));

    private final IdentityNumbers numbers = new IdentityNumbers(TODAY, false);
    private final IdentityNumbers demoNumbers = new IdentityNumbers(TODAY, true);

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "residentId, 11010519491231002X",
        "residentId, 440524188001010014",
        "residentId, 530402190001010015",
        "residentId, 513322190001010030",
        "creditCode, 115304020000000198",
        "creditCode, 91530402MA6K00014R",
        "creditCode, 91350100M000100Y43"
    })
    void acceptsThePublishedVectors(String kind, String number) {
        var graded = numbers.grade(IdentityKind.of(kind), number);

        assertThat(graded.verdict()).isEqualTo(Verdict.VALID);
        assertThat(graded.number().orElseThrow().value()).isEqualTo(number);
    }

    @Test
    void convertsTheLegacyFormOfFifteenDigits() {
        var graded = numbers.grade(IdentityKind.RESIDENT_ID, "110105491231002");

        assertThat(graded.verdict()).isEqualTo(Verdict.VALID);
        assertThat(graded.number().orElseThrow().value()).isEqualTo("11010519491231002X");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"996", "997", "998", "999"})
    void flagsALegacyNumberWhoseCenturyIsUncertain(String sequence) {
        var graded = numbers.grade(IdentityKind.RESIDENT_ID, "110105051231" + sequence);

        assertThat(graded.verdict()).isEqualTo(Verdict.SUSPICIOUS);
        assertThat(graded.reasons()).containsExactly(NumberReason.LEGACY_CENTURY);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "　11010519491231002ｘ "})
    void readsSmallLettersAndFullWidthDigitsAsTheSameNumber(String written) {
        assertThat(numbers.grade(IdentityKind.RESIDENT_ID, written)
                        .number()
                        .orElseThrow()
                        .value())
                .isEqualTo("11010519491231002X");
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "11010519491231002,     WRONG_LENGTH",
        "1101051949123100200,   WRONG_LENGTH",
        "11010519491231A02X,    ILLEGAL_CHARACTER",
        "X1010519491231002X,    ILLEGAL_CHARACTER",
        "११०१०५१९४९१२३१००२X,    ILLEGAL_CHARACTER",
        "110105194912310021,    CHECK_CHARACTER"
    })
    void refusesAMalformedResidentNumberWithItsReason(String number, NumberReason reason) {
        var graded = numbers.grade(IdentityKind.RESIDENT_ID, number);

        assertThat(graded.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(graded.reasons()).containsExactly(reason);
        assertThat(graded.number()).isEmpty();
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "residentId, 11010519490230002, NOT_A_DATE",
        "residentId, 11010519001301002, NOT_A_DATE",
        "residentId, 11010511910101002, BORN_TOO_LONG_AGO",
        "residentId, 11010530190101002, BORN_IN_THE_FUTURE",
        "residentId, 11010520261123002, BORN_IN_THE_FUTURE",
        "residentId, 10010519491231002, UNKNOWN_PROVINCE",
        "residentId, 00010519491231002, UNKNOWN_PROVINCE",
        "residentId, 81000019491231002, WRONG_KIND",
        "residentId, 91115619491231002, WRONG_KIND",
        "hmtPermit, 11010519491231002, WRONG_KIND",
        "hmtPermit, 71000019491231002, WRONG_KIND",
        "foreignPermit, 11010519491231002, WRONG_KIND",
        "foreignPermit, 91915619491231002, UNKNOWN_PROVINCE"
    })
    void refusesWhatTheDateTheRegionOrTheKindContradicts(String kind, String stem, NumberReason reason) {
        var number = IdentityNumber.complete(IdentityKind.of(kind), stem);

        assertThat(numbers.grade(number.kind(), number.value()).reasons()).containsExactly(reason);
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "residentId, 71000019900101001",
        "hmtPermit, 81000019900101001",
        "hmtPermit, 82000019900101001",
        "hmtPermit, 83000019900101001",
        "foreignPermit, 93184019900101001"
    })
    void acceptsEveryKindOfPersonUnderItsOwnKind(String kind, String stem) {
        var number = IdentityNumber.complete(IdentityKind.of(kind), stem);

        assertThat(numbers.grade(number.kind(), number.value()).verdict()).isEqualTo(Verdict.VALID);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"530421", "530422", "539999", "110000"})
    void neverRefusesACountyThatNoLongerExists(String region) {
        var number = IdentityNumber.complete(IdentityKind.RESIDENT_ID, region + "19900101001");

        assertThat(numbers.grade(number.kind(), number.value()).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void acceptsSomeoneBornToday() {
        var number = IdentityNumber.complete(IdentityKind.RESIDENT_ID, "53040220261122001");

        assertThat(numbers.grade(number.kind(), number.value()).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void leavesACreditCodeWithAFailingCheckToAnOfficer() {
        var graded = numbers.grade(IdentityKind.CREDIT_CODE, "91350100M000100Y44");

        assertThat(graded.verdict()).isEqualTo(Verdict.SUSPICIOUS);
        assertThat(graded.reasons()).containsExactly(NumberReason.CREDIT_CODE_CHECK);
        assertThat(graded.number()).isPresent();
    }

    @Test
    void doesNotTakeACitizenNumberForACreditCode() {
        var graded = numbers.grade(IdentityKind.CREDIT_CODE, "513322190001010030");

        assertThat(graded.verdict()).isEqualTo(Verdict.SUSPICIOUS);
        assertThat(graded.reasons())
                .containsExactly(NumberReason.ORGANISATION_CODE_CHECK, NumberReason.ALSO_A_PERSON_NUMBER);
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "91530402MA6K00014I, ILLEGAL_CHARACTER",
        "91530402MA6K0001OR, ILLEGAL_CHARACTER",
        "9153040AMA6K00014R, ILLEGAL_CHARACTER",
        "91530402MA6K00014, WRONG_LENGTH"
    })
    void refusesACreditCodeOutsideItsAlphabet(String code, NumberReason reason) {
        var graded = numbers.grade(IdentityKind.CREDIT_CODE, code);

        assertThat(graded.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(graded.reasons()).containsExactly(reason);
    }

    @Test
    void suspectsAnAuthorityNobodyKnows() {
        var code = IdentityNumber.complete(IdentityKind.CREDIT_CODE, "B1530402MA6K0001");

        assertThat(numbers.grade(code.kind(), code.value()).reasons()).containsExactly(NumberReason.UNKNOWN_AUTHORITY);
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "residentId, 00010219900101001",
        "hmtPermit, 00000019900101001",
        "foreignPermit, 90084019900101001",
        "creditCode, 91000102MA6K0001"
    })
    void acceptsTheDemonstrationRegionOnlyWhereItIsSwitchedOn(String kind, String stem) {
        var number = IdentityNumber.complete(IdentityKind.of(kind), stem);

        assertThat(demoNumbers.grade(number.kind(), number.value()).verdict()).isEqualTo(Verdict.VALID);
        assertThat(numbers.grade(number.kind(), number.value()).verdict()).isNotEqualTo(Verdict.VALID);
    }

    @ParameterizedTest(name = "{index}")
    @EnumSource(
            value = IdentityKind.class,
            names = {"RESIDENT_ID", "HMT_PERMIT", "FOREIGN_PERMIT"})
    void noticesEverySingleWrongDigit(IdentityKind kind) {
        var random = new Random(20261122);
        for (int trial = 0; trial < 2_000; trial++) {
            var right = demoPerson(kind, random);
            int position = random.nextInt(17);
            int other = (Character.digit(right.charAt(position), 10) + 1 + random.nextInt(9)) % 10;
            var wrong = right.substring(0, position) + other + right.substring(position + 1);

            assertThat(demoNumbers.grade(kind, right).verdict()).isEqualTo(Verdict.VALID);
            assertThat(demoNumbers.grade(kind, wrong).verdict()).isEqualTo(Verdict.INVALID);
        }
    }

    @Test
    void neverPrintsTheNumberOfAPerson() {
        var number = numbers.grade(IdentityKind.RESIDENT_ID, "11010519491231002X");

        assertThat(number.toString()).doesNotContain("19491231").contains("110105********002X");
    }

    private static String demoPerson(IdentityKind kind, Random random) {
        var region = kind == IdentityKind.FOREIGN_PERMIT ? "900840" : "00%04d".formatted(random.nextInt(10_000));
        var born = "%04d%02d%02d".formatted(1930 + random.nextInt(90), 1 + random.nextInt(12), 1 + random.nextInt(28));
        return IdentityNumber.complete(kind, region + born + "%03d".formatted(random.nextInt(1000)))
                .value();
    }
}
