package io.yizhan.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.yizhan.platform.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A version with all that is answered from it, search and documents. Each is made once, by {@link #prepare} or for whoever
 * asks for it before that: a hall opens as soon as it knows its catalogue.
 */
final class Publication {
    private final Catalogue catalogue;
    private final Once<ItemSearch> search;
    private final Map<String, Once<CachedDocument>> guides;
    private final Once<CachedDocument> departments;
    private final Once<CachedDocument> themes;
    private final Once<CachedDocument> statistics;
    private final Once<CachedDocument> snapshot;

    Publication(Catalogue catalogue, Once<CatalogueStatistics.View> statistics, ObjectMapper json) {
        this.catalogue = catalogue;
        this.search = new Once<>(() -> ItemSearch.of(catalogue));
        this.guides = catalogue.items().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Item::implementationCode,
                        item -> new Once<>(() -> CachedDocument.of(ItemGuide.of(item, catalogue), json))));
        this.departments = new Once<>(() -> CachedDocument.of(DepartmentList.of(catalogue), json));
        this.themes = new Once<>(() -> CachedDocument.of(ThemeList.of(catalogue), json));
        this.statistics = new Once<>(() -> CachedDocument.of(statistics.get(), json));
        this.snapshot = new Once<>(() -> CachedDocument.of(Snapshot.of(catalogue, statistics.get()), json));
    }

    /** Makes everything, which takes a while. */
    void prepare() {
        Stream.concat(Stream.of(search, departments, themes, statistics, snapshot), guides.values().stream())
                .forEach(Once::prepare);
    }

    Catalogue catalogue() {
        return catalogue;
    }

    ItemSearch search() {
        return search.get();
    }

    CachedDocument departments() {
        return departments.get();
    }

    CachedDocument themes() {
        return themes.get();
    }

    CachedDocument statistics() {
        return statistics.get();
    }

    CachedDocument snapshot() {
        return snapshot.get();
    }

    /** @throws Problem {@code item-unknown} when this version does not list the item */
    CachedDocument guide(String implementationCode) {
        return Optional.ofNullable(guides.get(implementationCode))
                .orElseThrow(Catalogue::unknownItem)
                .get();
    }
}
