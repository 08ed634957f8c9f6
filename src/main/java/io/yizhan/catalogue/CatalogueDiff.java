package io.yizhan.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What one version changed against the one before it, file by file.
 *
 * @param files one entry per file, also where nothing changed
 */
record CatalogueDiff(List<FileDiff> files) {
    /** The first version has nothing before it: each of its rows is added. */
    static CatalogueDiff between(CatalogueRows before, CatalogueRows after) {
        return new CatalogueDiff(Arrays.stream(CatalogueFile.values())
                .map(file -> FileDiff.between(file, before, after))
                .toList());
    }

    List<Changes> summary() {
        return files.stream().map(FileDiff::summary).toList();
    }

    /** How many rows of a file changed. */
    record Changes(String file, int added, int removed, int changed) {}

    /** What changed in one file; rows that only moved did not change. */
    record FileDiff(String file, List<WholeRow> added, List<WholeRow> removed, List<ChangedRow> changed) {
        static FileDiff between(CatalogueFile file, CatalogueRows before, CatalogueRows after) {
            var keys = new LinkedHashSet<String>();
            before.of(file).forEach(row -> keys.add(row.key()));
            after.of(file).forEach(row -> keys.add(row.key()));
            var diff = new FileDiff(file.fileName(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (var key : keys) {
                var old = before.find(file, key);
                var now = after.find(file, key);
                if (old.isEmpty()) {
                    now.map(WholeRow::of).ifPresent(diff.added::add);
                } else if (now.isEmpty()) {
                    diff.removed.add(WholeRow.of(old.get()));
                } else if (!old.get().cells().equals(now.get().cells())) {
                    diff.changed.add(ChangedRow.of(old.get(), now.get()));
                }
            }
            return diff;
        }

        Changes summary() {
            return new Changes(file, added.size(), removed.size(), changed.size());
        }
    }

    /** A row that came or went, with the columns that hold something. */
    record WholeRow(String key, Map<String, String> fields) {
        static WholeRow of(Row row) {
            var fields = new LinkedHashMap<String, String>();
            for (var column : row.file().columns()) {
                row.find(column).ifPresent(value -> fields.put(column, value));
            }
            return new WholeRow(row.key(), fields);
        }
    }

    /** A row that stayed, with the fields that did not. */
    record ChangedRow(String key, List<ChangedField> fields) {
        static ChangedRow of(Row before, Row after) {
            return new ChangedRow(
                    before.key(),
                    before.file().columns().stream()
                            .filter(column -> !before.get(column).equals(after.get(column)))
                            .map(column -> new ChangedField(column, before.get(column), after.get(column)))
                            .toList());
        }
    }

    /** Values as the files write them; empty where there was, or is, none. */
    record ChangedField(String column, String before, String after) {}
}
