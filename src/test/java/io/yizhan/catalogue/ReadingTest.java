package io.yizhan.catalogue;

import static io.yizhan.catalogue.CatalogueFile.ITEMS;
import static io.yizhan.catalogue.CatalogueFile.REQUIREMENTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The form of the files, and that nothing wrong hides behind something else wrong. */
class ReadingTest {
    /** Reasons that say how the bytes are wrong; this class tests them, all others are in {@link RulesTest}. */
    private static final Set<Reason> FORM = EnumSet.of(
            Reason.FILE_MISSING,
            Reason.FILE_UNKNOWN,
            Reason.FILE_TWICE,
            Reason.NOT_UTF8,
            Reason.BYTE_ORDER_MARK,
            Reason.CARRIAGE_RETURN,
            Reason.TAB,
            Reason.NO_FINAL_NEWLINE,
            Reason.CSV_SYNTAX,
            Reason.TOO_MANY_ROWS,
            Reason.HEADER,
            Reason.FIELD_COUNT);

    @Test
    void theCatalogueThatComesWithTheApplicationKeepsEveryRule() {
        assertThat(Reading.of(CatalogueFixture.realFiles(), CatalogueFixture.RULES)
                        .findings())
                .isEmpty();
    }

    @Test
    void writingTheRowsBackGivesTheSameFiles() {
        assertThat(CatalogueFixture.real().files().digest())
                .isEqualTo(CatalogueFixture.realFiles().digest());
    }

    @Test
    void everyRuleHasACaseThatBreaksIt() {
        var covered = RulesTest.everyWay().map(RulesTest.Broken::reason).collect(toSet());
        covered.addAll(FORM);

        assertThat(covered).containsExactlyInAnyOrder(Reason.values());
    }

    @Test
    void reportsEveryErrorOfEveryFileAtOnce() {
        var fixture = CatalogueFixture.real();
        fixture.set(CatalogueFile.DEPARTMENTS, 5, "name_en", "Büro");
        fixture.set(ITEMS, 2, "promised_days_after", "21");
        fixture.set(ITEMS, 2, "fee", "");
        fixture.set(ITEMS, 200, "scope", "world");
        fixture.set(CatalogueFile.MATERIAL_TYPES, 2, "validity_months", "x");
        fixture.set(REQUIREMENTS, 1000, "form", "fax");
        fixture.set(CatalogueFile.WINDOWS, 7, "serves", "all");

        assertThat(locations(fixture.read()))
                .containsExactly(
                        "departments.csv:5:name_en not-ascii",
                        "items.csv:2:promised_days_after promised-grew",
                        "items.csv:2:promised_days_after promised-above-statutory",
                        "items.csv:2:fee empty",
                        "items.csv:200:scope unknown-value",
                        "material_types.csv:2:validity_months not-a-number",
                        "requirements.csv:1000:form unknown-value",
                        "windows.csv:7:serves unknown-value");
    }

    @Test
    void aMissingFileIsNamedAndNothingElseIsBlamed() {
        var files = CatalogueFixture.real().files();
        files.content().remove(CatalogueFile.MATERIAL_TYPES);

        assertThat(locations(Reading.of(files, CatalogueFixture.RULES)))
                .containsExactly("material_types.csv file-missing");
    }

    @Test
    void anEmptyFileLacksItsWholeHeader() {
        var reading = changed(CatalogueFile.WINDOWS, text -> "");

        assertThat(locations(reading))
                .hasSize(CatalogueFile.WINDOWS.columns().size())
                .contains("windows.csv:1:zone_code header", "windows.csv:1:name_en header");
    }

    @Test
    void bytesThatAreNotUtf8AreFoundInTheirCell() {
        var files = CatalogueFixture.real().files();
        var bytes = files.content().get(ITEMS);
        var name = "企业投资项目核准".getBytes(UTF_8);
        int at = indexOf(bytes, name);
        bytes[at + 1] = (byte) 0xC0;

        assertThat(locations(Reading.of(files, CatalogueFixture.RULES))).contains("items.csv:2:name_zh not-utf8");
    }

    @Test
    void aByteOrderMarkIsRefusedAndTheRestStillRead() {
        assertThat(locations(changed(ITEMS, text -> "\uFEFF" + text))).containsExactly("items.csv:1 byte-order-mark");
    }

    @Test
    void windowsLineEndsAreReportedOnceWithTheirNumber() {
        var findings = changed(ITEMS, text -> text.replace("\n", "\r\n")).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo(Reason.CARRIAGE_RETURN);
            assertThat(finding.line()).isEqualTo(1);
            assertThat(finding.text().en()).startsWith("219 lines");
        });
    }

    @Test
    void aTabIsReportedOnItsLine() {
        assertThat(locations(changed(ITEMS, text -> text.replace("企业投资项目核准,", "企业\t投资项目核准,"))))
                .containsExactly("items.csv:2 tab");
    }

    @Test
    void theLastLineMustEnd() {
        assertThat(locations(changed(ITEMS, String::stripTrailing))).containsExactly("items.csv:219 no-final-newline");
    }

    @Test
    void aQuoteThatNeverClosesIsReportedWhereItsRowBegins() {
        var reading = changed(ITEMS, text -> text.replace("\n000104003000,", "\n000104003000,\""));

        assertThat(locations(reading)).contains("items.csv:4 csv-syntax");
        assertThat(reading.findings()).allMatch(finding -> finding.file().equals("items.csv"));
    }

    @Test
    void textAfterAClosingQuoteIsAnError() {
        var reading = changed(ITEMS, text -> text.replace("\n000104003000,", "\n\"000104003000\"1,"));

        assertThat(locations(reading)).contains("items.csv:4 csv-syntax");
    }

    @Test
    void everyColumnOfAWrongHeaderIsNamed() {
        var reading = changed(ITEMS, text -> text.replaceFirst("name_zh,name_en", "name_en,name_zh"));

        assertThat(locations(reading)).containsExactly("items.csv:1:name_zh header", "items.csv:1:name_en header");
    }

    @Test
    void aColumnTooManyInTheHeaderIsAnError() {
        assertThat(locations(changed(ITEMS, text -> text.replaceFirst("zone\n", "zone,extra\n"))))
                .containsExactly("items.csv:1 field-count");
    }

    @Test
    void aRowWithACommaTooManyIsReportedAloneAndNotAsMissing() {
        var reading = changed(ITEMS, text -> text.replaceFirst("floor2\n", "floor2,\n"));

        assertThat(locations(reading)).containsExactly("items.csv:2 field-count");
    }

    @Test
    void anEmptyLineIsARowWithoutFields() {
        assertThat(locations(changed(ITEMS, text -> text.replaceFirst("floor2\n", "floor2\n\n"))))
                .containsExactly("items.csv:3 field-count");
    }

    @Test
    void linesAreCountedAcrossQuotedLineFeeds() {
        var reading = changed(
                ITEMS, text -> text.replaceFirst("企业投资项目核准,", "\"企业\n投资项目核准\",").replaceFirst(",county,", ",world,"));

        assertThat(locations(reading)).containsExactly("items.csv:2:scope unknown-value");
        assertThat(locations(changed(ITEMS, text -> text.replaceFirst("企业投资项目核准,", "\"企业\n投资项目核准\",")
                        .replaceFirst("000104002000,(.*),county,", "000104002000,$1,world,"))))
                .containsExactly("items.csv:4:scope unknown-value");
    }

    @Test
    void moreRowsThanAnyHallHasAreRefused() {
        var row = "\nwaiting,W01,1,natural,一楼休息等候区,\"Waiting area, floor 1\"";
        var reading =
                changed(CatalogueFile.WINDOWS, text -> text.stripTrailing() + row.repeat(CsvFile.MAX_ROWS) + "\n");

        assertThat(reading.findings()).anyMatch(finding -> finding.reason() == Reason.TOO_MANY_ROWS);
    }

    @Test
    void theDigestTellsAByteFromItsNeighbourFile() {
        var fixture = CatalogueFixture.real();
        var before = fixture.files().digest();

        assertThat(fixture.set(ITEMS, 2, "fee", "工本费10元").files().digest())
                .isNotEqualTo(before)
                .matches("[0-9a-f]{64}");
    }

    private static Reading changed(CatalogueFile file, UnaryOperator<String> change) {
        var fixture = CatalogueFixture.real();
        var files = fixture.files();
        var text = change.apply(fixture.text(file));
        assertThat(text).as("the change applies").isNotEqualTo(fixture.text(file));
        files.content().put(file, text.getBytes(UTF_8));
        return Reading.of(files, CatalogueFixture.RULES);
    }

    private static List<String> locations(Reading reading) {
        var locations = new ArrayList<String>();
        for (var finding : reading.findings()) {
            locations.add(finding.location() + " " + finding.reason().code());
        }
        return locations;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
