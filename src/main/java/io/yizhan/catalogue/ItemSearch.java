package io.yizhan.catalogue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds items of one version in memory. 218 items take well under a millisecond. */
final class ItemSearch {
    private final List<Item> items;
    private final Map<String, SearchableName> names;

    private ItemSearch(List<Item> items, Map<String, SearchableName> names) {
        this.items = items;
        this.names = names;
    }

    static ItemSearch of(Catalogue catalogue) {
        return new ItemSearch(
                catalogue.items(),
                catalogue.items().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Item::implementationCode, item -> SearchableName.of(item.nameZh(), item.nameEn()))));
    }

    /** Ascending by implementation code, at most {@code query.limit()}. */
    List<Item> find(ItemQuery query) {
        var words = SearchableName.words(query.text().orElse(""));
        return items.stream()
                .filter(query::selects)
                .filter(item -> matches(item, words))
                .limit(query.limit())
                .toList();
    }

    private boolean matches(Item item, List<String> words) {
        var name = names.get(item.implementationCode());
        return name != null && words.stream().allMatch(name::matches);
    }
}
