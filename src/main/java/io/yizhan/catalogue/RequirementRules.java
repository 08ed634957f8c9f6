package io.yizhan.catalogue;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds for the materials an item asks for, each by itself and all of one item together. */
final class RequirementRules {
    private static final String CURRENT = "current";
    private static final List<String> STATUSES = List.of(CURRENT, "cancelled");
    private static final int MAX_COUNT = 99;

    /** U to V is left out: a type of class U has no validity to keep within. */
    private static final Map<String, List<String>> STRICTER =
            Map.of("U", List.of("P", "N"), "P", List.of("N"), "V", List.of("N"), "N", List.of());

    private final CatalogueRows rows;
    private final Findings findings;
    private final Cells cells;
    private final CatalogueRules rules;

    RequirementRules(CatalogueRows rows, Findings findings, CatalogueRules rules) {
        this.rows = rows;
        this.findings = findings;
        this.cells = new Cells(rows, findings);
        this.rules = rules;
    }

    static boolean isCurrent(Row requirement) {
        return requirement.get("status").equals(CURRENT);
    }

    void check() {
        cells.unique(CatalogueFile.REQUIREMENTS, CatalogueFile.REQUIREMENTS.keyColumns(), "material_type");
        for (var row : rows.of(CatalogueFile.REQUIREMENTS)) {
            checkAlone(row);
            var item = cells.reference(row, "implementation_code", CatalogueFile.ITEMS);
            var type = cells.reference(row, "material_type", CatalogueFile.MATERIAL_TYPES);
            type.ifPresent(material -> checkAgainstType(row, material));
            if (item.isPresent() && type.isPresent()) {
                checkHolder(row, item.get(), type.get());
            }
            item.ifPresent(applied -> checkVisit(row, applied));
        }
        checkEachItem();
    }

    private void checkAlone(Row row) {
        cells.oneOf(row, "status", STATUSES);
        cells.coded(row, "source", MaterialSource.class);
        checkCondition(row, cells.coded(row, "necessity", Necessity.class));
        checkCounts(row, cells.coded(row, "form", MaterialForm.class));
        if (isCurrent(row) && row.get("material_type").startsWith(MaterialTypeRules.ABOLISHED_PROOF)) {
            findings.report(row, "material_type", Reason.PROOF_IN_USE);
        }
    }

    private void checkCondition(Row row, Optional<Necessity> necessity) {
        if (necessity.isEmpty()) {
            return;
        }
        var isConditional = necessity.get() == Necessity.CONDITIONAL;
        var hasCondition = row.find("condition_zh").isPresent();
        if (isConditional && !hasCondition) {
            findings.report(row, "condition_zh", Reason.CONDITION_MISSING);
        }
        if (!isConditional && hasCondition) {
            findings.report(row, "condition_zh", Reason.CONDITION_WITHOUT_NEED);
        }
        cells.chinese(row, "condition_zh");
    }

    private void checkCounts(Row row, Optional<MaterialForm> form) {
        var originals = cells.number(row, "originals", 0, MAX_COUNT);
        var copies = cells.number(row, "copies", 0, MAX_COUNT);
        if (form.isEmpty() || originals.isEmpty() || copies.isEmpty()) {
            return;
        }
        var isElectronic = form.get() == MaterialForm.ELECTRONIC;
        var sheets = originals.getAsInt() + copies.getAsInt();
        if (isElectronic && sheets > 0) {
            findings.report(row, originals.getAsInt() > 0 ? "originals" : "copies", Reason.COUNT_WITHOUT_PAPER);
        }
        if (!isElectronic && sheets == 0) {
            findings.report(row, "originals", Reason.PAPER_WITHOUT_COUNT);
        }
    }

    private void checkAgainstType(Row row, Row type) {
        if (!type.get("issuer").equals(MaterialType.EXTERNAL)
                && !row.get("source").equals(MaterialSource.GOVERNMENT.fileValue())) {
            findings.report(row, "source", Reason.SOURCE_NOT_GOVERNMENT);
        }
        var standard = type.get("default_reuse_class");
        row.find("reuse_class_override")
                .filter(override -> !STRICTER.getOrDefault(standard, List.of()).contains(override))
                .ifPresent(override ->
                        findings.report(row, "reuse_class_override", Reason.OVERRIDE_NOT_STRICTER, standard));
    }

    private void checkHolder(Row row, Row item, Row type) {
        var audience = Coded.find(item.get("audience"), Audience.class);
        var holder = Coded.find(type.get("holder"), Audience.class);
        if (audience.isEmpty() || holder.isEmpty()) {
            return;
        }
        if (!audience.get().overlaps(holder.get())) {
            findings.report(row, "material_type", Reason.HOLDER_MISMATCH);
        }
        if (isCurrent(row) && isRequired(row) && audience.get() == Audience.BOTH && holder.get() != Audience.BOTH) {
            findings.report(row, "necessity", Reason.HOLDER_BOUND);
        }
    }

    static boolean isRequired(Row row) {
        return row.get("necessity").equals(Necessity.REQUIRED.fileValue());
    }

    private void checkVisit(Row row, Row item) {
        if (isCurrent(row)
                && item.get("onsite_visits").equals("0")
                && row.get("form").equals(MaterialForm.PAPER.fileValue())) {
            findings.report(row, "form", Reason.PAPER_WITHOUT_VISIT);
        }
    }

    private void checkEachItem() {
        if (!rows.areComplete(CatalogueFile.REQUIREMENTS)) {
            return;
        }
        var byItem = rows.of(CatalogueFile.REQUIREMENTS).stream()
                .filter(RequirementRules::isCurrent)
                .collect(groupingBy(row -> row.get("implementation_code")));
        for (var item : rows.of(CatalogueFile.ITEMS)) {
            checkItem(item, byItem.getOrDefault(item.key(), List.of()));
        }
    }

    private void checkItem(Row item, List<Row> asked) {
        if (asked.size() < rules.minMaterials() || asked.size() > rules.maxMaterials()) {
            findings.report(
                    item,
                    "implementation_code",
                    Reason.REQUIREMENT_COUNT,
                    asked.size(),
                    rules.minMaterials(),
                    rules.maxMaterials());
        }
        var forms = asked.stream()
                .filter(row -> row.get("material_type").startsWith(MaterialTypeRules.APPLICATION_FORM))
                .filter(RequirementRules::isRequired)
                .count();
        if (forms != 1) {
            findings.report(item, "implementation_code", Reason.APPLICATION_FORM, forms);
        }
    }
}
