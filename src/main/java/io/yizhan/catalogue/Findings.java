package io.yizhan.catalogue;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.List;

/** Collects every error of one import. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();

    void report(Row row, String column, Reason reason, Object... values) {
        report(row.file(), row.line(), row.file().position(column) + 1, reason, values);
    }

    void report(CatalogueFile file, int line, int position, Reason reason, Object... values) {
        var column = position == 0 ? "" : file.columns().get(position - 1);
        found.add(new Finding(file.fileName(), line, column, position, reason, reason.text(values)));
    }

    void report(CatalogueFile file, int line, Reason reason, Object... values) {
        report(file, line, 0, reason, values);
    }

    void report(String file, Reason reason) {
        found.add(new Finding(file, 0, "", 0, reason, reason.text(file)));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** All errors by file, line and column. */
    List<Finding> list() {
        return found.stream()
                .sorted(comparing(Finding::file).thenComparing(Finding::line).thenComparing(Finding::position))
                .toList();
    }
}
