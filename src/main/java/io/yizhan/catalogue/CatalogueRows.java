package io.yizhan.catalogue;

import static java.util.stream.Collectors.toMap;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of all files of one catalogue, in file order. */
final class CatalogueRows {
    private final Map<CatalogueFile, List<Row>> rows = new EnumMap<>(CatalogueFile.class);

    /** Of a file whose rows somebody has looked for. */
    private final Map<CatalogueFile, Map<String, Row>> byKey = new EnumMap<>(CatalogueFile.class);

    private final Map<CatalogueFile, Set<String>> brokenKeys = new EnumMap<>(CatalogueFile.class);
    private final Set<CatalogueFile> whole = EnumSet.noneOf(CatalogueFile.class);

    private CatalogueRows() {}

    /** Reads the files; what is wrong with their form goes to {@code findings}. */
    static CatalogueRows read(CatalogueFiles files, Findings findings) {
        var read = new CatalogueRows();
        for (var file : CatalogueFile.values()) {
            var content = files.content().get(file);
            if (content == null) {
                findings.report(file.fileName(), Reason.FILE_MISSING);
                read.add(file, List.of());
            } else {
                read.add(file, CsvFile.read(file, content, findings));
            }
        }
        return read;
    }

    /** Rows known to keep every rule, as the tables hold them. */
    static CatalogueRows of(Map<CatalogueFile, List<Row>> stored) {
        var read = new CatalogueRows();
        stored.forEach((file, rows) -> {
            read.add(file, rows);
            read.whole.add(file);
        });
        return read;
    }

    private void add(CatalogueFile file, CsvFile csv) {
        add(file, csv.rows());
        brokenKeys.put(file, csv.brokenKeys());
        if (csv.isWhole()) {
            whole.add(file);
        }
    }

    private void add(CatalogueFile file, List<Row> added) {
        rows.put(file, List.copyOf(added));
    }

    List<Row> of(CatalogueFile file) {
        return rows.getOrDefault(file, List.of());
    }

    /** The first row with this key. */
    Optional<Row> find(CatalogueFile file, String key) {
        return Optional.ofNullable(byKey.computeIfAbsent(file, this::keyed).get(key));
    }

    private Map<String, Row> keyed(CatalogueFile file) {
        return of(file).stream().collect(toMap(Row::key, row -> row, (first, second) -> first, HashMap::new));
    }

    /** True when the key is certainly not in the file, whose unreadable parts get the benefit of the doubt. */
    boolean lacks(CatalogueFile file, String key) {
        return whole.contains(file)
                && find(file, key).isEmpty()
                && !brokenKeys.getOrDefault(file, new HashSet<>()).contains(key);
    }

    /** True when all rows of all these files are here, so that counting them means something. */
    boolean areComplete(CatalogueFile... files) {
        return List.of(files).stream()
                .allMatch(file -> whole.contains(file)
                        && brokenKeys.getOrDefault(file, Set.of()).isEmpty());
    }
}
