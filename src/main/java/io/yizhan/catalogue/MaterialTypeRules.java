package io.yizhan.catalogue;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What holds for material types: their family, class and validity, and that each is in use unless it was abolished. */
final class MaterialTypeRules {
    static final String APPLICATION_FORM = "FRM";
    static final String ABOLISHED_PROOF = "PRF";

    private static final String COMMITMENT = "CMT";
    private static final Pattern CODE = Pattern.compile("(IDN|QLF|ORG|CTR|LIC|TEC|CMT|FRM|PRF)[0-9]{3}");
    private static final List<String> CLASSES = List.of("U", "V", "P", "N");
    private static final String WITHIN_VALIDITY = "V";
    private static final String NEVER = "N";
    private static final int MAX_MONTHS = 240;

    private final CatalogueRows rows;
    private final Findings findings;
    private final Cells cells;

    MaterialTypeRules(CatalogueRows rows, Findings findings) {
        this.rows = rows;
        this.findings = findings;
        this.cells = new Cells(rows, findings);
    }

    void check() {
        cells.unique(CatalogueFile.MATERIAL_TYPES, "code", "name_zh", "name_en");
        for (var row : rows.of(CatalogueFile.MATERIAL_TYPES)) {
            cells.layout(row, "code", CODE, "IDN001");
            cells.names(row);
            cells.chinese(row, "note");
            checkClass(row);
            checkIssuer(row);
            cells.coded(row, "holder", Audience.class);
        }
        checkUse();
    }

    private void checkClass(Row row) {
        if (!cells.oneOf(row, "default_reuse_class", CLASSES)) {
            return;
        }
        var reuseClass = row.get("default_reuse_class");
        var hasValidity = row.find("validity_months").isPresent();
        if (reuseClass.equals(WITHIN_VALIDITY) && !hasValidity) {
            findings.report(row, "validity_months", Reason.VALIDITY_MISSING);
        }
        if (!reuseClass.equals(WITHIN_VALIDITY) && hasValidity) {
            findings.report(row, "validity_months", Reason.VALIDITY_WITHOUT_CLASS);
        }
        if (hasValidity) {
            cells.number(row, "validity_months", 1, MAX_MONTHS);
        }
        if (isOneOff(row) && !reuseClass.equals(NEVER)) {
            findings.report(row, "default_reuse_class", Reason.ONE_OFF_REUSABLE);
        }
    }

    private static boolean isOneOff(Row row) {
        return row.get("code").startsWith(APPLICATION_FORM) || row.get("code").startsWith(COMMITMENT);
    }

    private void checkIssuer(Row row) {
        if (!row.get("issuer").equals(MaterialType.EXTERNAL)) {
            cells.reference(row, "issuer", CatalogueFile.DEPARTMENTS);
        }
    }

    private void checkUse() {
        if (!rows.areComplete(CatalogueFile.REQUIREMENTS)) {
            return;
        }
        var asked = types(RequirementRules::isCurrent);
        var cancelled = types(row -> !RequirementRules.isCurrent(row));
        for (var row : rows.of(CatalogueFile.MATERIAL_TYPES)) {
            var code = row.get("code");
            var isProof = code.startsWith(ABOLISHED_PROOF);
            if (isProof && !cancelled.contains(code)) {
                findings.report(row, "code", Reason.PROOF_NEVER_CANCELLED);
            }
            if (!isProof && !asked.contains(code)) {
                findings.report(row, "code", Reason.TYPE_UNUSED);
            }
        }
    }

    private Set<String> types(Predicate<Row> included) {
        return rows.of(CatalogueFile.REQUIREMENTS).stream()
                .filter(included)
                .map(row -> row.get("material_type"))
                .collect(toSet());
    }
}
