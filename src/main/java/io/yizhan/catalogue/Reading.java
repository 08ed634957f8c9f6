package io.yizhan.catalogue;

import java.util.List;

/**
 * What came of reading a set of files: rows that keep every rule, or all the errors.
 *
 * @param digest of the files
 * @param rows meaningful only when there are no findings
 */
record Reading(String digest, CatalogueRows rows, List<Finding> findings) {
    static Reading of(CatalogueFiles files, CatalogueRules rules) {
        var findings = files.faults();
        var rows = CatalogueRows.read(files, findings);
        new DepartmentRules(rows, findings, rules).check();
        new ItemRules(rows, findings, rules).check();
        new MaterialTypeRules(rows, findings).check();
        new RequirementRules(rows, findings, rules).check();
        new ResultRules(rows, findings).check();
        new WindowRules(rows, findings).check();
        return new Reading(files.digest(), rows, findings.list());
    }

    boolean isSound() {
        return findings.isEmpty();
    }
}
