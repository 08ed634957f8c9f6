package io.yizhan.catalogue;

/**
 * An item in a list.
 *
 * @param promisedDays working days promised now; 0 when handled on the spot
 */
record ItemSummary(
        String implementationCode,
        String localCode,
        String nameZh,
        String nameEn,
        Named type,
        Named department,
        String theme,
        Named audience,
        Named handlingType,
        int promisedDays,
        int onsiteVisits) {
    static ItemSummary of(Item item) {
        return new ItemSummary(
                item.implementationCode(),
                item.localCode(),
                item.nameZh(),
                item.nameEn(),
                Named.of(item.type()),
                Named.of(item.department()),
                item.themeZh(),
                Named.of(item.audience()),
                Named.of(item.handlingType()),
                item.promisedDays(),
                item.onsiteVisits());
    }
}
