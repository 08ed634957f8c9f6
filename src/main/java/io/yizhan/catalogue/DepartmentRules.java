package io.yizhan.catalogue;

import static java.util.Comparator.comparing;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.yizhan.platform.CreditCodeCheck;
import java.util.Map;
import java.util.regex.Pattern;

/** What holds for departments: valid credit codes of the right kind of body, all in one region, none without an item. */
final class DepartmentRules {
    private static final Pattern SHORT_CODE = Pattern.compile("[A-Z]{2,3}");
    private static final int BODY_KIND_LENGTH = 2;

    private final CatalogueRows rows;
    private final Findings findings;
    private final Cells cells;
    private final CatalogueRules rules;

    DepartmentRules(CatalogueRows rows, Findings findings, CatalogueRules rules) {
        this.rows = rows;
        this.findings = findings;
        this.cells = new Cells(rows, findings);
        this.rules = rules;
    }

    void check() {
        cells.unique(CatalogueFile.DEPARTMENTS, "code", "short_code", "name_zh", "name_en");
        var region = commonRegion();
        for (var row : rows.of(CatalogueFile.DEPARTMENTS)) {
            checkCode(row, region);
            cells.layout(row, "short_code", SHORT_CODE, "AB, ABC");
            cells.names(row);
        }
        checkEachHasItems();
    }

    private void checkCode(Row row, String region) {
        var check = CreditCodeCheck.of(row.get("code"));
        if (!check.wellFormed()) {
            findings.report(row, "code", Reason.CREDIT_CODE_LAYOUT);
            return;
        }
        if (!check.checkHolds()) {
            findings.report(row, "code", Reason.CREDIT_CODE_CHECK);
        }
        if (!check.organisationCheckHolds()) {
            findings.report(row, "code", Reason.ORGANISATION_CODE_CHECK);
        }
        if (!rules.bodyKinds().contains(row.get("code").substring(0, BODY_KIND_LENGTH))) {
            findings.report(row, "code", Reason.BODY_KIND, String.join(" ", rules.bodyKinds()));
        }
        if (!Region.of(row.get("code")).equals(region)) {
            findings.report(row, "code", Reason.OTHER_REGION, region);
        }
    }

    /** A hall serves one region, whichever it is: the one most departments are in. */
    private String commonRegion() {
        return rows.of(CatalogueFile.DEPARTMENTS).stream()
                .map(row -> row.get("code"))
                .filter(code -> CreditCodeCheck.of(code).wellFormed())
                .map(Region::of)
                .collect(groupingBy(identity(), counting()))
                .entrySet()
                .stream()
                .max(comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private void checkEachHasItems() {
        if (!rows.areComplete(CatalogueFile.ITEMS)) {
            return;
        }
        var active = rows.of(CatalogueFile.ITEMS).stream()
                .map(row -> row.get("department_code"))
                .collect(toSet());
        for (var row : rows.of(CatalogueFile.DEPARTMENTS)) {
            if (!active.contains(row.get("code"))) {
                findings.report(row, "code", Reason.DEPARTMENT_WITHOUT_ITEM);
            }
        }
    }
}
