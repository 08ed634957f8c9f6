package io.yizhan.catalogue;

import io.yizhan.platform.Problem;
import io.yizhan.platform.Text;
import java.util.Map;

/**
 * One error in the catalogue files.
 *
 * @param file name of the file
 * @param line line on which the row starts, counted from 1; 0 for the file as a whole
 * @param column name of the column; empty for the row as a whole
 * @param position number of the column, counted from 1; 0 for the row as a whole
 */
record Finding(String file, int line, String column, int position, Reason reason, Text text) {
    Problem.Fault fault() {
        return new Problem.Fault(
                location(),
                reason.code(),
                text,
                Map.of("file", file, "line", line, "column", column, "position", position));
    }

    /** {@code file:line:column}, as far as known. */
    String location() {
        if (line == 0) {
            return file;
        }
        return column.isEmpty() ? file + ":" + line : file + ":" + line + ":" + column;
    }

    @Override
    public String toString() {
        return location() + " " + reason.code() + ": " + text.en();
    }
}
