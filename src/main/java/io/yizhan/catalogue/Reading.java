package io.yizhan.catalogue;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.util.List;

/**
 * What came of reading a set of files: rows that keep every rule, or all the errors.
 *
 * @param digest of the files
 * @param rows meaningful only when there are no findings
 */
record Reading(String digest, CatalogueRows rows, List<Finding> findings) {
    /** Beyond this an answer helps nobody; the number of errors still counts them all. */
    private static final int MOST_REPORTED = 5_000;

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

    /** @throws Problem {@code catalogue-invalid} with every error, when there is one */
    Reading orThrow() {
        if (isSound()) {
            return this;
        }
        int count = findings.size();
        throw Problem.of(
                        ProblemType.CATALOGUE_INVALID,
                        "共 %d 处错误，目录未改变。".formatted(count),
                        "%d errors; the catalogue is unchanged.".formatted(count))
                .faults(findings.stream()
                        .limit(MOST_REPORTED)
                        .map(Finding::fault)
                        .toList());
    }
}
