package io.yizhan.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One row of a catalogue file, as text.
 *
 * @param line line of the file on which the row starts, 1 is the header; 0 for a row read from the tables
 * @param cells one text per column of {@code file}, empty where there is no value
 */
record Row(CatalogueFile file, int line, List<String> cells) {
    String get(String column) {
        return cells.get(file.position(column));
    }

    Optional<String> find(String column) {
        return Optional.of(get(column)).filter(cell -> !cell.isEmpty());
    }

    int number(String column) {
        return Integer.parseInt(get(column));
    }

    List<String> list(String column, String separator) {
        return Arrays.asList(get(column).split(separator, -1));
    }

    <E extends Enum<E> & Coded> E coded(String column, Class<E> values) {
        return Coded.of(get(column), values);
    }

    /** What identifies the row in its file, in every version. */
    String key() {
        return String.join("/", file.keyColumns().stream().map(this::get).toList());
    }
}
