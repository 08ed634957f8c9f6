package io.yizhan.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The catalogue the application comes with, as copies that a test may change cell by cell. */
final class CatalogueFixture {
    /** An item with a promised limit, a typed result and all fields filled. */
    static final String ITEM = "1153040200000001984530125001000";

    static final Rules RULES = new Rules(List.of("11"), "4", 3, 9);

    private final Map<CatalogueFile, List<List<String>>> cells = new EnumMap<>(CatalogueFile.class);

    /** Rules as a value. */
    record Rules(List<String> bodyKinds, String exerciseLevel, int minMaterials, int maxMaterials)
            implements CatalogueRules {}

    private CatalogueFixture() {}

    static CatalogueFixture real() {
        var fixture = new CatalogueFixture();
        var rows = CatalogueRows.read(realFiles(), new Findings());
        for (var file : CatalogueFile.values()) {
            fixture.cells.put(
                    file,
                    rows.of(file).stream()
                            .map(row -> (List<String>) new ArrayList<>(row.cells()))
                            .collect(Collectors.toCollection(ArrayList::new)));
        }
        return fixture;
    }

    static CatalogueFiles realFiles() {
        try {
            return CatalogueFiles.packaged();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Catalogue catalogue() {
        return real().published(1);
    }

    /** Line of the row with this key. */
    int line(CatalogueFile file, String key) {
        return IntStream.range(0, cells.get(file).size())
                        .filter(i ->
                                new Row(file, 0, cells.get(file).get(i)).key().equals(key))
                        .findFirst()
                        .orElseThrow()
                + 2;
    }

    String get(CatalogueFile file, int line, String column) {
        return cells.get(file).get(line - 2).get(file.position(column));
    }

    CatalogueFixture set(CatalogueFile file, int line, String column, String value) {
        cells.get(file).get(line - 2).set(file.position(column), value);
        return this;
    }

    CatalogueFixture set(CatalogueFile file, String key, String column, String value) {
        return set(file, line(file, key), column, value);
    }

    CatalogueFixture remove(CatalogueFile file, String key) {
        cells.get(file).remove(line(file, key) - 2);
        return this;
    }

    CatalogueFixture add(CatalogueFile file, String... row) {
        assertThat(row).hasSameSizeAs(file.columns());
        cells.get(file).add(new ArrayList<>(List.of(row)));
        return this;
    }

    List<String> row(CatalogueFile file, String key) {
        return cells.get(file).get(line(file, key) - 2);
    }

    CatalogueFixture addFirst(CatalogueFile file, List<String> row) {
        cells.get(file).add(0, row);
        return this;
    }

    /** First line on which the column has this value. */
    int lineWith(CatalogueFile file, String column, String value) {
        return lineWhere(file, Map.of(column, value));
    }

    int lineWhere(CatalogueFile file, Map<String, String> wanted) {
        return IntStream.rangeClosed(2, cells.get(file).size() + 1)
                .filter(line -> wanted.entrySet().stream()
                        .allMatch(want -> get(file, line, want.getKey()).equals(want.getValue())))
                .findFirst()
                .orElseThrow();
    }

    List<String> keysWith(CatalogueFile file, String column, String value) {
        return cells.get(file).stream()
                .map(row -> new Row(file, 0, row))
                .filter(row -> row.get(column).equals(value))
                .map(Row::key)
                .toList();
    }

    String text(CatalogueFile file) {
        var lines = new ArrayList<List<String>>();
        lines.add(file.columns());
        lines.addAll(cells.get(file));
        return lines.stream()
                        .map(line -> line.stream().map(CatalogueFixture::quoted).collect(Collectors.joining(",")))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String quoted(String cell) {
        return cell.contains(",") || cell.contains("\"") || cell.contains("\n")
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }

    CatalogueFiles files() {
        var content = new EnumMap<CatalogueFile, byte[]>(CatalogueFile.class);
        for (var file : CatalogueFile.values()) {
            content.put(file, text(file).getBytes(StandardCharsets.UTF_8));
        }
        return CatalogueFiles.of(content);
    }

    Reading read() {
        return Reading.of(files(), RULES);
    }

    Catalogue published(int number) {
        var reading = read();
        assertThat(reading.findings()).isEmpty();
        return Catalogue.of(
                new CatalogueVersion(number, reading.digest(), Instant.parse("2017-08-25T01:00:00Z")), reading.rows());
    }
}
