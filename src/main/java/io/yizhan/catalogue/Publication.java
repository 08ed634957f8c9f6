package io.yizhan.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.yizhan.platform.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A version with all that is answered from it: search, and every document rendered once. */
record Publication(
        Catalogue catalogue,
        ItemSearch search,
        Map<String, CachedDocument> guides,
        CachedDocument departments,
        CachedDocument themes,
        CachedDocument statistics,
        CachedDocument snapshot) {
    static Publication of(Catalogue catalogue, CatalogueStatistics.View statistics, ObjectMapper json) {
        var guides = catalogue.items().stream()
                .map(item -> ItemGuide.of(item, catalogue))
                .toList();
        var rendered = new LinkedHashMap<String, CachedDocument>();
        guides.forEach(guide -> rendered.put(guide.implementationCode(), CachedDocument.of(guide, json)));
        return new Publication(
                catalogue,
                ItemSearch.of(catalogue),
                Map.copyOf(rendered),
                CachedDocument.of(DepartmentList.of(catalogue), json),
                CachedDocument.of(ThemeList.of(catalogue), json),
                CachedDocument.of(statistics, json),
                CachedDocument.of(Snapshot.of(catalogue, guides, statistics), json));
    }

    /** @throws Problem {@code item-unknown} when this version does not list the item */
    CachedDocument guide(String implementationCode) {
        return Optional.ofNullable(guides.get(implementationCode)).orElseThrow(Catalogue::unknownItem);
    }
}
