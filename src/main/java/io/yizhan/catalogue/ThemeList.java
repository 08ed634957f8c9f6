package io.yizhan.catalogue;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Comparator;
import java.util.List;

/** The themes with the number of their items, the largest first. */
record ThemeList(int catalogueVersion, List<ThemeView> themes) {
    static ThemeList of(Catalogue catalogue) {
        return new ThemeList(
                catalogue.version().number(),
                catalogue.items().stream().collect(groupingBy(Item::themeZh, counting())).entrySet().stream()
                        .map(theme -> new ThemeView(theme.getKey(), Math.toIntExact(theme.getValue())))
                        .sorted(Comparator.comparing(ThemeView::items)
                                .reversed()
                                .thenComparing(ThemeView::nameZh))
                        .toList());
    }

    /** A theme; its name is what the list of items filters by. */
    record ThemeView(String nameZh, int items) {}
}
