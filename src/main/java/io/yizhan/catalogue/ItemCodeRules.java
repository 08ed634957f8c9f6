package io.yizhan.catalogue;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What holds for the codes of items: the national layout (ZWFW C0109.1-2018: 2 origin, 2 type, 5 main item, 3 sub item;
 * 31 = 18 body, 1 exercise level, 12 basic code) and the hall's own local code.
 */
final class ItemCodeRules {
    private static final Pattern BASIC_CODE = Pattern.compile("[0-9]{12}");
    private static final String NATIONAL = "00";
    private static final String ALONE = "000";
    private static final int TYPE = 2;
    private static final int MAIN = 4;
    private static final int SUB = 9;
    private static final int IMPLEMENTATION_LENGTH = 31;
    private static final int BODY_LENGTH = 18;

    private final CatalogueRows rows;
    private final Findings findings;
    private final Cells cells;
    private final CatalogueRules rules;

    ItemCodeRules(CatalogueRows rows, Findings findings, CatalogueRules rules) {
        this.rows = rows;
        this.findings = findings;
        this.cells = new Cells(rows, findings);
        this.rules = rules;
    }

    void check() {
        cells.unique(CatalogueFile.ITEMS, "basic_code", "implementation_code", "local_code");
        for (var row : rows.of(CatalogueFile.ITEMS)) {
            var department = cells.reference(row, "department_code", CatalogueFile.DEPARTMENTS);
            var type = cells.coded(row, "type", ItemType.class);
            checkBasicCode(row);
            checkImplementationCode(row);
            if (department.isPresent() && type.isPresent()) {
                checkLocalCode(row, department.get(), type.get());
            }
        }
        checkOwnersOfMainCodes();
        checkSequenceOfSubCodes();
    }

    private void checkBasicCode(Row row) {
        var code = row.get("basic_code");
        if (!cells.layout(row, "basic_code", BASIC_CODE, "2+2+5+3")) {
            return;
        }
        var body = row.get("department_code");
        if (body.length() == BODY_LENGTH && !code.startsWith(NATIONAL) && !code.startsWith(Region.provinceOf(body))) {
            findings.report(row, "basic_code", Reason.ORIGIN, Region.provinceOf(body));
        }
        if (!code.substring(TYPE, MAIN).equals(row.get("type"))) {
            findings.report(row, "basic_code", Reason.BASIC_CODE_TYPE, row.get("type"));
        }
    }

    private void checkImplementationCode(Row row) {
        var code = row.get("implementation_code");
        if (code.length() != IMPLEMENTATION_LENGTH) {
            findings.report(row, "implementation_code", Reason.IMPLEMENTATION_LENGTH);
            return;
        }
        if (!code.startsWith(row.get("department_code"))) {
            findings.report(row, "implementation_code", Reason.IMPLEMENTATION_BODY, row.get("department_code"));
        }
        if (!code.substring(BODY_LENGTH, BODY_LENGTH + 1).equals(rules.exerciseLevel())) {
            findings.report(row, "implementation_code", Reason.IMPLEMENTATION_LEVEL, rules.exerciseLevel());
        }
        if (!code.substring(BODY_LENGTH + 1).equals(row.get("basic_code"))) {
            findings.report(row, "implementation_code", Reason.IMPLEMENTATION_BASIC, row.get("basic_code"));
        }
    }

    private void checkLocalCode(Row row, Row department, ItemType type) {
        var body = department.get("code");
        if (body.length() != BODY_LENGTH) {
            return;
        }
        var prefix = "%s-%s-%s-".formatted(Region.of(body), department.get("short_code"), type.localCode());
        var layout = Pattern.compile(Pattern.quote(prefix) + "[0-9]{3}");
        cells.layout(row, "local_code", layout, prefix + "001");
    }

    private void checkOwnersOfMainCodes() {
        Map<String, Row> owners = new HashMap<>();
        for (var row : wellFormed()) {
            var main = row.get("basic_code").substring(MAIN, SUB);
            var owner = owners.computeIfAbsent(main, first -> row);
            var isOwners = owner.get("department_code").equals(row.get("department_code"))
                    && owner.get("type").equals(row.get("type"));
            if (!isOwners) {
                findings.report(row, "basic_code", Reason.MAIN_CODE_OWNER, main, owner.line());
            }
        }
    }

    /** Sub item 000 stands alone; several count from 001 in the order of the file. */
    private void checkSequenceOfSubCodes() {
        var byMain = wellFormed().stream()
                .collect(groupingBy(row -> row.get("basic_code").substring(0, SUB), LinkedHashMap::new, toList()));
        byMain.values().stream().filter(subs -> !isAlone(subs)).forEach(this::checkSequence);
    }

    private static boolean isAlone(List<Row> subs) {
        return subs.size() == 1 && subs.get(0).get("basic_code").endsWith(ALONE);
    }

    private void checkSequence(List<Row> subs) {
        for (int i = 0; i < subs.size(); i++) {
            var expected = "%03d".formatted(i + 1);
            if (!subs.get(i).get("basic_code").substring(SUB).equals(expected)) {
                findings.report(subs.get(i), "basic_code", Reason.SUB_CODE_SEQUENCE, expected);
            }
        }
    }

    private List<Row> wellFormed() {
        return rows.of(CatalogueFile.ITEMS).stream()
                .filter(row -> BASIC_CODE.matcher(row.get("basic_code")).matches())
                .toList();
    }
}
