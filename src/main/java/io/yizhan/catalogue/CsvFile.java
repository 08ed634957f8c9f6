package io.yizhan.catalogue;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One file as read: its rows, and all that is wrong with its form (encoding, line ends, header, number of fields, stray
 * spaces) reported. Rows with a wrong number of fields are left out, but what refers to them is not blamed.
 */
final class CsvFile {
    static final int MAX_ROWS = 20_000;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String UNDECODABLE = "\uFFFD";

    private final CatalogueFile file;
    private final Findings findings;
    private final List<Row> rows = new ArrayList<>();
    private final Set<String> brokenKeys = new HashSet<>();
    private boolean whole = true;
    private int nextLine = 1;

    private CsvFile(CatalogueFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    static CsvFile read(CatalogueFile file, byte[] bytes, Findings findings) {
        var read = new CsvFile(file, findings);
        var text = new String(bytes, StandardCharsets.UTF_8);
        if (text.startsWith(BYTE_ORDER_MARK)) {
            findings.report(file, 1, Reason.BYTE_ORDER_MARK);
            text = text.substring(1);
        }
        read.checkLines(text);
        read.parse(text);
        return read;
    }

    List<Row> rows() {
        return rows;
    }

    /** Keys of rows that are there but could not be taken over. */
    Set<String> brokenKeys() {
        return brokenKeys;
    }

    /** False when an unknown part of the file could not be read, so that nothing can be said to be missing from it. */
    boolean isWhole() {
        return whole;
    }

    private void checkLines(String text) {
        var lines = text.split("\n", -1);
        int withCarriageReturn = 0;
        int firstCarriageReturn = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].indexOf('\r') >= 0 && withCarriageReturn++ == 0) {
                firstCarriageReturn = i + 1;
            }
            if (lines[i].indexOf('\t') >= 0) {
                findings.report(file, i + 1, Reason.TAB);
            }
        }
        if (withCarriageReturn > 0) {
            findings.report(file, firstCarriageReturn, Reason.CARRIAGE_RETURN, withCarriageReturn);
        }
        if (!lines[lines.length - 1].isEmpty()) {
            findings.report(file, lines.length, Reason.NO_FINAL_NEWLINE);
        }
    }

    private void parse(String text) {
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)) {
            var records = csv.iterator();
            readHeader(records.hasNext() ? records.next().getFields() : List.of());
            while (whole && records.hasNext()) {
                readRow(records.next());
            }
        } catch (CsvParseException brokenQuotes) {
            findings.report(file, nextLine, Reason.CSV_SYNTAX);
            whole = false;
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    private void readHeader(List<String> header) {
        nextLine = 2;
        for (int i = 0; i < file.columns().size(); i++) {
            var expected = file.columns().get(i);
            if (i >= header.size() || !header.get(i).equals(expected)) {
                findings.report(file, 1, i + 1, Reason.HEADER, i + 1, expected);
                whole = false;
            }
        }
        if (header.size() > file.columns().size()) {
            reportFieldCount(1, header);
            whole = false;
        }
    }

    private void readRow(CsvRecord read) {
        var cells = read.getFields();
        int line = (int) read.getStartingLineNumber();
        nextLine = line + 1 + lineFeeds(cells);
        checkCells(line, cells);
        if (cells.size() == file.columns().size()) {
            rows.add(new Row(file, line, List.copyOf(cells)));
        } else {
            reportFieldCount(line, cells);
            brokenKeys.add(new Row(file, line, padded(cells)).key());
        }
        if (rows.size() > MAX_ROWS) {
            findings.report(file, line, Reason.TOO_MANY_ROWS, MAX_ROWS);
            whole = false;
        }
    }

    private static int lineFeeds(List<String> cells) {
        return (int) cells.stream()
                .flatMapToInt(String::chars)
                .filter(character -> character == '\n')
                .count();
    }

    private void checkCells(int line, List<String> cells) {
        for (int i = 0; i < Math.min(cells.size(), file.columns().size()); i++) {
            var cell = cells.get(i);
            if (cell.contains(UNDECODABLE)) {
                findings.report(file, line, i + 1, Reason.NOT_UTF8);
            }
            if (!cell.equals(cell.strip()) || cell.contains("  ")) {
                findings.report(file, line, i + 1, Reason.STRAY_SPACE);
            }
        }
    }

    private void reportFieldCount(int line, List<String> cells) {
        findings.report(
                file, line, Reason.FIELD_COUNT, cells.size(), file.columns().size());
    }

    private List<String> padded(List<String> cells) {
        var padded = new ArrayList<>(cells);
        while (padded.size() < file.columns().size()) {
            padded.add("");
        }
        return padded;
    }
}
