package io.yizhan.catalogue;

import java.util.Optional;

/**
 * What to look for. An empty member asks for nothing.
 *
 * @param text words to be found in the name, each in Chinese, English or pinyin initials
 * @param department credit code
 * @param audience items that this audience may apply for, also those open to both
 * @param after only items with a higher implementation code
 * @param limit most items to find, at least 1
 */
record ItemQuery(
        Optional<String> text,
        Optional<String> department,
        Optional<String> theme,
        Optional<Audience> audience,
        Optional<HandlingType> handlingType,
        Optional<String> after,
        int limit) {
    boolean selects(Item item) {
        return after.filter(code -> item.implementationCode().compareTo(code) <= 0)
                        .isEmpty()
                && department
                        .filter(code -> !item.department().code().equals(code))
                        .isEmpty()
                && theme.filter(name -> !item.themeZh().equals(name)).isEmpty()
                && audience.filter(who -> !isOpenTo(item, who)).isEmpty()
                && handlingType.filter(type -> item.handlingType() != type).isEmpty();
    }

    /** The same with room for one item more, which tells whether a page is the last. */
    ItemQuery withOneMore() {
        return new ItemQuery(text, department, theme, audience, handlingType, after, limit + 1);
    }

    private static boolean isOpenTo(Item item, Audience who) {
        return item.audience() == who || item.audience() == Audience.BOTH;
    }
}
