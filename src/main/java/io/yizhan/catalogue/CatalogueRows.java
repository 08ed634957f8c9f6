package io.yizhan.catalogue;

import java.util.List;
import java.util.Map;

/** The rows of all files of one catalogue, in file order, every rule kept. */
record CatalogueRows(Map<CatalogueFile, List<Row>> byFile) {
    CatalogueRows {
        byFile = Map.copyOf(byFile);
    }

    List<Row> of(CatalogueFile file) {
        return byFile.getOrDefault(file, List.of());
    }
}
