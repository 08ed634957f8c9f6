package io.yizhan.catalogue;

import static io.yizhan.catalogue.CatalogueFile.DEPARTMENTS;
import static io.yizhan.catalogue.CatalogueFile.ITEMS;
import static io.yizhan.catalogue.CatalogueFile.MATERIAL_TYPES;
import static io.yizhan.catalogue.CatalogueFile.REQUIREMENTS;
import static io.yizhan.catalogue.CatalogueFile.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks the real catalogue in one place after another; each rule must notice, and say where. */
class RulesTest {
    private static final String ITEM = CatalogueFixture.ITEM;

    /** What must be found. */
    record At(CatalogueFile file, int line, String column) {}

    record Broken(Reason reason, String how, Function<CatalogueFixture, At> breaking) {
        @Override
        public String toString() {
            return reason.code() + (how.isEmpty() ? "" : ": " + how);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void isNoticedWhereItIs(Broken broken) {
        var fixture = CatalogueFixture.real();
        var at = broken.breaking().apply(fixture);

        var findings = fixture.read().findings();

        assertThat(findings)
                .filteredOn(finding -> finding.reason() == broken.reason())
                .anySatisfy(finding -> {
                    assertThat(finding.file()).isEqualTo(at.file().fileName());
                    assertThat(finding.line()).isEqualTo(at.line());
                    assertThat(finding.column()).isEqualTo(at.column());
                    assertThat(finding.position()).isEqualTo(at.file().position(at.column()) + 1);
                    assertThat(finding.text().zh()).isNotBlank().doesNotContain("%");
                    assertThat(finding.text().en()).isNotBlank().doesNotContain("%");
                });
    }

    static Stream<Broken> everyWay() {
        return Stream.of(
                        cells(),
                        departments(),
                        itemCodes(),
                        items(),
                        materialTypes(),
                        requirements(),
                        results(),
                        windows())
                .flatMap(List::stream);
    }

    private static List<Broken> cells() {
        return List.of(
                cell(Reason.STRAY_SPACE, DEPARTMENTS, 4, "name_en", "Education  Bureau"),
                cell(Reason.STRAY_SPACE, ITEMS, 9, "name_zh", "企业投资项目核准 "),
                cell(Reason.NOT_UTF8, ITEMS, 9, "name_zh", "企业\uFFFD"),
                cell(Reason.EMPTY, DEPARTMENTS, 3, "name_zh", ""),
                cell(Reason.EMPTY, ITEMS, 3, "fee", ""),
                cell(Reason.EMPTY, ITEMS, 3, "theme", ""),
                cell(Reason.EMPTY, ITEMS, 3, "result_name_zh", ""),
                cell(Reason.EMPTY, ITEMS, 3, "legal_basis_zh", ""),
                cell(Reason.EMPTY, WINDOWS, 3, "name_en", ""),
                cell(Reason.EMPTY, WINDOWS, 3, "window_no", ""),
                cell(Reason.NOT_CHINESE, MATERIAL_TYPES, 3, "name_zh", "Household"),
                cell(Reason.HALF_WIDTH_PUNCTUATION, WINDOWS, 3, "name_zh", "取号机(身份证)"),
                cell(Reason.HALF_WIDTH_PUNCTUATION, MATERIAL_TYPES, 2, "note", "五年,十年"),
                cell(Reason.HALF_WIDTH_PUNCTUATION, ITEMS, 2, "theme", "投资;立项"),
                cell(Reason.NOT_ASCII, ITEMS, 2, "name_en", "Approval – of projects"),
                cell(Reason.NOT_A_NUMBER, ITEMS, 2, "statutory_days", "020"),
                cell(Reason.NOT_A_NUMBER, ITEMS, 2, "promised_days_before", "-1"),
                cell(Reason.NOT_A_NUMBER, ITEMS, 2, "promised_days_after", "五"),
                cell(Reason.NOT_A_NUMBER, REQUIREMENTS, 2, "copies", ""),
                cell(Reason.OUT_OF_RANGE, ITEMS, 2, "onsite_visits", "3"),
                cell(Reason.OUT_OF_RANGE, MATERIAL_TYPES, 2, "validity_months", "241"),
                cell(Reason.OUT_OF_RANGE, MATERIAL_TYPES, 2, "validity_months", "0"),
                cell(Reason.OUT_OF_RANGE, REQUIREMENTS, 2, "originals", "100"),
                cell(Reason.UNKNOWN_VALUE, ITEMS, 2, "type", "05"),
                cell(Reason.UNKNOWN_VALUE, ITEMS, 2, "handling_type", "9"),
                cell(Reason.UNKNOWN_VALUE, ITEMS, 2, "audience", "legal"),
                cell(Reason.UNKNOWN_VALUE, ITEMS, 2, "scope", "country"),
                cell(Reason.UNKNOWN_VALUE, MATERIAL_TYPES, 2, "default_reuse_class", "X"),
                cell(Reason.UNKNOWN_VALUE, MATERIAL_TYPES, 2, "holder", "natural"),
                cell(Reason.UNKNOWN_VALUE, REQUIREMENTS, 2, "necessity", "must"),
                cell(Reason.UNKNOWN_VALUE, REQUIREMENTS, 2, "form", "fax"),
                cell(Reason.UNKNOWN_VALUE, REQUIREMENTS, 2, "source", "other"),
                cell(Reason.UNKNOWN_VALUE, REQUIREMENTS, 2, "status", "dropped"),
                cell(Reason.UNKNOWN_VALUE, WINDOWS, 2, "zone_code", "roof"),
                cell(Reason.UNKNOWN_VALUE, WINDOWS, 2, "serves", "person"),
                copied(DEPARTMENTS, 9, "code"),
                copied(DEPARTMENTS, 9, "short_code"),
                copied(DEPARTMENTS, 9, "name_zh"),
                copied(DEPARTMENTS, 9, "name_en"),
                copied(ITEMS, 9, "basic_code"),
                copied(ITEMS, 9, "implementation_code"),
                copied(ITEMS, 9, "local_code"),
                copied(ITEMS, 9, "name_zh"),
                copied(ITEMS, 9, "name_en"),
                copied(MATERIAL_TYPES, 9, "code"),
                copied(MATERIAL_TYPES, 9, "name_zh"),
                copied(MATERIAL_TYPES, 9, "name_en"),
                copied(WINDOWS, 9, "window_no"),
                copied(WINDOWS, 9, "name_zh"),
                cell(Reason.DUPLICATE, REQUIREMENTS, 3, "material_type", "FRM001"),
                cell(Reason.UNKNOWN_REFERENCE, ITEMS, 2, "department_code", "115304020000009999"),
                cell(Reason.UNKNOWN_REFERENCE, ITEMS, 2, "result_licence_type", "LIC999"),
                cell(Reason.UNKNOWN_REFERENCE, MATERIAL_TYPES, 2, "issuer", "115304020000009999"),
                cell(Reason.UNKNOWN_REFERENCE, REQUIREMENTS, 2, "implementation_code", ITEM.replace('1', '2')),
                cell(Reason.UNKNOWN_REFERENCE, REQUIREMENTS, 2, "material_type", "FRM999"));
    }

    private static List<Broken> departments() {
        return List.of(
                cell(Reason.CREDIT_CODE_LAYOUT, DEPARTMENTS, 2, "code", "11530402000000027"),
                cell(Reason.CREDIT_CODE_LAYOUT, DEPARTMENTS, 2, "code", "1153040200000O0273"),
                cell(Reason.CREDIT_CODE_CHECK, DEPARTMENTS, 2, "code", "115304020000000274"),
                cell(Reason.ORGANISATION_CODE_CHECK, DEPARTMENTS, 2, "code", "115304020000000283"),
                cell(Reason.BODY_KIND, DEPARTMENTS, 2, "code", "91530402MA6K00014R"),
                cell(Reason.OTHER_REGION, DEPARTMENTS, 2, "code", "91350100M000100Y43"),
                cell(Reason.LAYOUT, DEPARTMENTS, 2, "short_code", "fgj"),
                cell(Reason.LAYOUT, DEPARTMENTS, 2, "short_code", "FGJW"),
                new Broken(Reason.DEPARTMENT_WITHOUT_ITEM, "", fixture -> {
                    fixture.add(DEPARTMENTS, "91530402MA6K00014R", "NEW", "新局", "New bureau");
                    return new At(DEPARTMENTS, 29, "code");
                }));
    }

    private static List<Broken> itemCodes() {
        return List.of(
                cell(Reason.LAYOUT, ITEMS, 2, "basic_code", "0001040010"),
                cell(Reason.ORIGIN, ITEMS, 2, "basic_code", "440104001000"),
                cell(Reason.BASIC_CODE_TYPE, ITEMS, 2, "basic_code", "002004001000"),
                cell(Reason.IMPLEMENTATION_LENGTH, ITEMS, 2, "implementation_code", "115304020000000273400010400100"),
                cell(Reason.IMPLEMENTATION_BODY, ITEMS, 2, "implementation_code", "1153040200000001984000104001000"),
                cell(Reason.IMPLEMENTATION_LEVEL, ITEMS, 2, "implementation_code", "1153040200000002733000104001000"),
                cell(Reason.IMPLEMENTATION_BASIC, ITEMS, 2, "implementation_code", "1153040200000002734000104009000"),
                cell(Reason.MAIN_CODE_OWNER, ITEMS, ITEM, "basic_code", "530104001000"),
                cell(Reason.SUB_CODE_SEQUENCE, ITEMS, 2, "basic_code", "000104001002"),
                cell(Reason.SUB_CODE_SEQUENCE, ITEMS, 3, "basic_code", "000104001001"),
                cell(Reason.LAYOUT, ITEMS, 2, "local_code", "530402-FGJ-GF-001"),
                cell(Reason.LAYOUT, ITEMS, 2, "local_code", "530402-GXJ-XK-001"),
                cell(Reason.LAYOUT, ITEMS, 2, "local_code", "530403-FGJ-XK-001"));
    }

    private static List<Broken> items() {
        var immediate = Map.of("handling_type", "1", "type", "01");
        var online = Map.of("onsite_visits", "0");
        return List.of(
                cell(Reason.PROMISED_ABOVE_STATUTORY, ITEMS, 2, "promised_days_before", "21"),
                cell(Reason.PROMISED_ABOVE_STATUTORY, ITEMS, 2, "promised_days_after", "21"),
                cell(Reason.PROMISED_GREW, ITEMS, 2, "promised_days_after", "21"),
                cell(Reason.NO_STATUTORY_LIMIT, ITEMS, 2, "statutory_days", "0"),
                cell(Reason.IMMEDIATE_WITH_LIMIT, ITEMS, immediate, "promised_days_after", "1"),
                cell(Reason.PROMISED_WITHOUT_LIMIT, ITEMS, 2, "promised_days_after", "0"),
                cell(Reason.NO_WINDOW, ITEMS, Map.of("audience", "person"), "zone", "floor2"),
                cell(Reason.NO_WINDOW, ITEMS, Map.of("audience", "enterprise"), "zone", "floor1"),
                cell(Reason.NO_WINDOW, ITEMS, Map.of("audience", "both"), "zone", "floor3"),
                cell(Reason.LAYOUT, ITEMS, 2, "zone", "basement"),
                cell(Reason.CHANNEL_ORDER, ITEMS, 2, "channels", "web;window"),
                cell(Reason.CHANNEL_ORDER, ITEMS, 2, "channels", "window;window"),
                cell(Reason.CHANNEL_ORDER, ITEMS, 2, "channels", "window;fax"),
                cell(Reason.NO_WINDOW_CHANNEL, ITEMS, 2, "channels", "web;mobile"),
                cell(Reason.NO_ONLINE_CHANNEL, ITEMS, online, "channels", "window;mobile"),
                cell(Reason.LAYOUT, ITEMS, 2, "legal_basis_zh", "企业投资项目核准和备案管理条例"),
                cell(Reason.LAYOUT, ITEMS, 2, "legal_basis_zh", "《甲》、《乙》"),
                cell(Reason.RESULT_ISSUER, ITEMS, ITEM, "result_licence_type", "IDN001"));
    }

    private static List<Broken> materialTypes() {
        var form = Map.of("code", "FRM001");
        var never = Map.of("default_reuse_class", "N");
        return List.of(
                cell(Reason.LAYOUT, MATERIAL_TYPES, 2, "code", "ABC001"),
                cell(
                        Reason.VALIDITY_MISSING,
                        MATERIAL_TYPES,
                        Map.of("default_reuse_class", "V"),
                        "validity_months",
                        ""),
                cell(Reason.VALIDITY_WITHOUT_CLASS, MATERIAL_TYPES, never, "validity_months", "12"),
                cell(Reason.ONE_OFF_REUSABLE, MATERIAL_TYPES, form, "default_reuse_class", "P"),
                cell(Reason.ONE_OFF_REUSABLE, MATERIAL_TYPES, Map.of("code", "CMT001"), "default_reuse_class", "U"),
                new Broken(Reason.PROOF_NEVER_CANCELLED, "", fixture -> {
                    fixture.add(MATERIAL_TYPES, "PRF999", "某某证明", "Some proof", "N", "", "external", "person", "");
                    return new At(MATERIAL_TYPES, 182, "code");
                }),
                new Broken(Reason.TYPE_UNUSED, "", fixture -> {
                    fixture.add(MATERIAL_TYPES, "TEC999", "某某图纸", "Some drawing", "P", "", "external", "both", "");
                    return new At(MATERIAL_TYPES, 182, "code");
                }));
    }

    private static List<Broken> requirements() {
        return List.of(
                cell(Reason.CONDITION_MISSING, REQUIREMENTS, Map.of("necessity", "conditional"), "condition_zh", ""),
                cell(Reason.CONDITION_WITHOUT_NEED, REQUIREMENTS, 2, "condition_zh", "委托他人办理的"),
                cell(
                        Reason.NOT_CHINESE,
                        REQUIREMENTS,
                        Map.of("necessity", "conditional"),
                        "condition_zh",
                        "by an agent"),
                cell(Reason.PAPER_WITHOUT_COUNT, REQUIREMENTS, 2, "originals", "0"),
                cell(Reason.COUNT_WITHOUT_PAPER, REQUIREMENTS, Map.of("form", "electronic"), "originals", "1"),
                cell(Reason.COUNT_WITHOUT_PAPER, REQUIREMENTS, Map.of("form", "electronic"), "copies", "1"),
                new Broken(Reason.PAPER_WITHOUT_VISIT, "", fixture -> {
                    var online =
                            fixture.get(ITEMS, fixture.lineWith(ITEMS, "onsite_visits", "0"), "implementation_code");
                    int line = fixture.lineWhere(
                            REQUIREMENTS, Map.of("implementation_code", online, "form", "both", "status", "current"));
                    fixture.set(REQUIREMENTS, line, "form", "paper");
                    return new At(REQUIREMENTS, line, "form");
                }),
                cell(Reason.SOURCE_NOT_GOVERNMENT, REQUIREMENTS, Map.of("source", "government"), "source", "applicant"),
                override("U", "U"),
                override("U", "V"),
                override("V", "U"),
                override("V", "P"),
                override("V", "V"),
                override("P", "U"),
                override("P", "V"),
                override("N", "U"),
                override("N", "N"),
                new Broken(Reason.HOLDER_MISMATCH, "", fixture -> {
                    var line = fixture.lineWith(ITEMS, "audience", "enterprise");
                    var item = fixture.get(ITEMS, line, "implementation_code");
                    fixture.add(
                            REQUIREMENTS,
                            item,
                            "IDN002",
                            "optional",
                            "",
                            "both",
                            "1",
                            "0",
                            "government",
                            "",
                            "current");
                    return new At(REQUIREMENTS, 1548, "material_type");
                }),
                new Broken(Reason.HOLDER_BOUND, "", fixture -> {
                    var line = fixture.lineWith(ITEMS, "audience", "both");
                    var item = fixture.get(ITEMS, line, "implementation_code");
                    fixture.add(
                            REQUIREMENTS,
                            item,
                            "IDN002",
                            "required",
                            "",
                            "both",
                            "1",
                            "0",
                            "government",
                            "",
                            "current");
                    return new At(REQUIREMENTS, 1548, "necessity");
                }),
                new Broken(Reason.PROOF_IN_USE, "", fixture -> {
                    int line = fixture.lineWith(REQUIREMENTS, "material_type", "PRF001");
                    fixture.set(REQUIREMENTS, line, "status", "current");
                    return new At(REQUIREMENTS, line, "material_type");
                }),
                new Broken(Reason.REQUIREMENT_COUNT, "too few", fixture -> {
                    var item = fixture.get(ITEMS, 2, "implementation_code");
                    int line;
                    while ((line = current(fixture, item)) > 0) {
                        fixture.set(REQUIREMENTS, line, "status", "cancelled");
                    }
                    return new At(ITEMS, 2, "implementation_code");
                }),
                new Broken(Reason.REQUIREMENT_COUNT, "too many", fixture -> {
                    var item = fixture.get(ITEMS, 2, "implementation_code");
                    for (int i = 30; i < 40; i++) {
                        var type = fixture.get(MATERIAL_TYPES, i, "code");
                        fixture.add(
                                REQUIREMENTS,
                                item,
                                type,
                                "optional",
                                "",
                                "both",
                                "1",
                                "0",
                                "government",
                                "",
                                "current");
                    }
                    return new At(ITEMS, 2, "implementation_code");
                }),
                new Broken(Reason.APPLICATION_FORM, "none", fixture -> {
                    fixture.set(REQUIREMENTS, 2, "necessity", "optional");
                    return new At(ITEMS, 2, "implementation_code");
                }),
                new Broken(Reason.APPLICATION_FORM, "two", fixture -> {
                    var item = fixture.get(ITEMS, 2, "implementation_code");
                    fixture.add(
                            REQUIREMENTS, item, "FRM002", "required", "", "both", "1", "0", "applicant", "", "current");
                    return new At(ITEMS, 2, "implementation_code");
                }));
    }

    private static List<Broken> results() {
        return List.of(
                new Broken(Reason.RESULT_UNUSED, "", fixture -> {
                    int line = fixture.lineWith(ITEMS, "result_licence_type", "");
                    fixture.add(
                            MATERIAL_TYPES,
                            "LIC999",
                            "某某许可证",
                            "Some licence",
                            "P",
                            "",
                            fixture.get(ITEMS, line, "department_code"),
                            "both",
                            "");
                    fixture.set(ITEMS, line, "result_licence_type", "LIC999");
                    return new At(ITEMS, line, "result_licence_type");
                }),
                new Broken(Reason.CIRCULAR_PROOF, "", fixture -> {
                    // whoever wants the first result needs it beforehand, from every item that gives it
                    var type = fixture.get(ITEMS, 2, "result_licence_type");
                    for (var item : fixture.keysWith(ITEMS, "result_licence_type", type)) {
                        fixture.add(
                                REQUIREMENTS,
                                item,
                                type,
                                "required",
                                "",
                                "both",
                                "1",
                                "0",
                                "government",
                                "",
                                "current");
                    }
                    return new At(MATERIAL_TYPES, fixture.line(MATERIAL_TYPES, type), "code");
                }));
    }

    private static List<Broken> windows() {
        return List.of(cell(Reason.LAYOUT, WINDOWS, 2, "floor", "0"), cell(Reason.LAYOUT, WINDOWS, 2, "floor", "-1"));
    }

    private static int current(CatalogueFixture fixture, String item) {
        try {
            return fixture.lineWhere(REQUIREMENTS, Map.of("implementation_code", item, "status", "current"));
        } catch (java.util.NoSuchElementException none) {
            return 0;
        }
    }

    private static Broken override(String standard, String override) {
        return new Broken(Reason.OVERRIDE_NOT_STRICTER, standard + " by " + override, fixture -> {
            var type = fixture.lineWhere(MATERIAL_TYPES, Map.of("default_reuse_class", standard));
            int line = fixture.lineWith(REQUIREMENTS, "material_type", fixture.get(MATERIAL_TYPES, type, "code"));
            fixture.set(REQUIREMENTS, line, "reuse_class_override", override);
            return new At(REQUIREMENTS, line, "reuse_class_override");
        });
    }

    private static Broken copied(CatalogueFile file, int line, String column) {
        return new Broken(Reason.DUPLICATE, file.fileName() + " " + column, fixture -> {
            fixture.set(file, line, column, fixture.get(file, line - 1, column));
            return new At(file, line, column);
        });
    }

    private static Broken cell(Reason reason, CatalogueFile file, int line, String column, String value) {
        return new Broken(reason, file.fileName() + " " + column, fixture -> {
            fixture.set(file, line, column, value);
            return new At(file, line, column);
        });
    }

    private static Broken cell(Reason reason, CatalogueFile file, String key, String column, String value) {
        return new Broken(reason, file.fileName() + " " + column, fixture -> {
            int line = fixture.line(file, key);
            fixture.set(file, line, column, value);
            return new At(file, line, column);
        });
    }

    private static Broken cell(
            Reason reason, CatalogueFile file, Map<String, String> where, String column, String value) {
        return new Broken(reason, file.fileName() + " " + column, fixture -> {
            int line = fixture.lineWhere(file, where);
            fixture.set(file, line, column, value);
            return new At(file, line, column);
        });
    }
}
