package io.yizhan.catalogue;

import java.util.List;

/** What holds for the windows of the hall. */
final class WindowRules {
    private static final List<String> SERVED = List.of("natural", "legal", "both");

    private final CatalogueRows rows;
    private final Cells cells;

    WindowRules(CatalogueRows rows, Findings findings) {
        this.rows = rows;
        this.cells = new Cells(rows, findings);
    }

    void check() {
        cells.unique(CatalogueFile.WINDOWS, "window_no", "name_zh");
        for (var row : rows.of(CatalogueFile.WINDOWS)) {
            cells.filled(row, "window_no");
            cells.names(row);
            cells.coded(row, "zone_code", Zone.class);
            cells.layout(row, "floor", ServiceWindow.FLOOR, "1");
            cells.oneOf(row, "serves", SERVED);
        }
    }
}
