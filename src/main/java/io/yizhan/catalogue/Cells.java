package io.yizhan.catalogue;

import static java.util.stream.Collectors.joining;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The rules that hold for cells of many columns. */
final class Cells {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern HALF_WIDTH = Pattern.compile("[(),;:?!\"']");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final Pattern ASCII = Pattern.compile("[ -~]+");

    private final CatalogueRows rows;
    private final Findings findings;

    Cells(CatalogueRows rows, Findings findings) {
        this.rows = rows;
        this.findings = findings;
    }

    void unique(CatalogueFile file, String... columns) {
        for (var column : columns) {
            unique(file, List.of(column), column);
        }
    }

    /** No two rows share the values of all these columns; the second is reported at {@code reported}. */
    void unique(CatalogueFile file, List<String> columns, String reported) {
        Map<List<String>, Integer> lines = new HashMap<>();
        for (var row : rows.of(file)) {
            var values = columns.stream().map(row::get).toList();
            var first = lines.putIfAbsent(values, row.line());
            if (first != null && !row.get(reported).isEmpty()) {
                findings.report(row, reported, Reason.DUPLICATE, row.get(reported), first);
            }
        }
    }

    void filled(Row row, String... columns) {
        for (var column : columns) {
            if (row.get(column).isEmpty()) {
                findings.report(row, column, Reason.EMPTY);
            }
        }
    }

    void chinese(Row row, String... columns) {
        for (var column : columns) {
            var text = row.get(column);
            if (text.isEmpty()) {
                continue;
            }
            if (!CHINESE.matcher(text).find()) {
                findings.report(row, column, Reason.NOT_CHINESE);
            }
            if (HALF_WIDTH.matcher(text).find()) {
                findings.report(row, column, Reason.HALF_WIDTH_PUNCTUATION);
            }
        }
    }

    void names(Row row) {
        filled(row, "name_zh", "name_en");
        chinese(row, "name_zh");
        ascii(row);
    }

    private void ascii(Row row) {
        var name = row.get("name_en");
        if (!name.isEmpty() && !ASCII.matcher(name).matches()) {
            findings.report(row, "name_en", Reason.NOT_ASCII);
        }
    }

    /** The number in the cell, when it is one between the bounds. */
    @CanIgnoreReturnValue
    OptionalInt number(Row row, String column, int min, int max) {
        var text = row.get(column);
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            findings.report(row, column, Reason.NOT_A_NUMBER, text);
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(text);
        if (number < min || number > max) {
            findings.report(row, column, Reason.OUT_OF_RANGE, min, max);
            return OptionalInt.empty();
        }
        return OptionalInt.of(number);
    }

    @CanIgnoreReturnValue
    <E extends Enum<E> & Coded> Optional<E> coded(Row row, String column, Class<E> list) {
        var found = Coded.find(row.get(column), list);
        if (found.isEmpty()) {
            var known =
                    Arrays.stream(list.getEnumConstants()).map(Coded::fileValue).collect(joining(" "));
            findings.report(row, column, Reason.UNKNOWN_VALUE, row.get(column), known);
        }
        return found;
    }

    @CanIgnoreReturnValue
    boolean oneOf(Row row, String column, List<String> known) {
        var isKnown = known.contains(row.get(column));
        if (!isKnown) {
            findings.report(row, column, Reason.UNKNOWN_VALUE, row.get(column), String.join(" ", known));
        }
        return isKnown;
    }

    /** @param shape what the pattern wants, in a form both languages understand */
    @CanIgnoreReturnValue
    boolean layout(Row row, String column, Pattern pattern, String shape) {
        var matches = pattern.matcher(row.get(column)).matches();
        if (!matches) {
            findings.report(row, column, Reason.LAYOUT, row.get(column), shape);
        }
        return matches;
    }

    /** The row another file has for the code in this cell. */
    @CanIgnoreReturnValue
    Optional<Row> reference(Row row, String column, CatalogueFile file) {
        var code = row.get(column);
        if (rows.lacks(file, code)) {
            findings.report(row, column, Reason.UNKNOWN_REFERENCE, code, file.fileName());
        }
        return rows.find(file, code);
    }
}
