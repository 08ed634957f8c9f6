package io.yizhan.catalogue;

import java.util.regex.Pattern;

/**
 * A window, desk, machine or area of the hall. Acceptance windows are pooled: none is bound to an item.
 *
 * @param number unique in the hall, as written above the window
 * @param floor 1 is the ground floor
 */
public record ServiceWindow(String number, Zone zone, int floor, Audience serves, String nameZh, String nameEn) {
    static final Pattern FLOOR = Pattern.compile("[1-9]");

    static ServiceWindow of(Row row) {
        return new ServiceWindow(
                row.get("window_no"),
                row.coded("zone_code", Zone.class),
                row.number("floor"),
                served(row.get("serves")),
                row.get("name_zh"),
                row.get("name_en"));
    }

    /** The window file speaks of natural and legal persons. */
    static Audience served(String serves) {
        return switch (serves) {
            case "natural" -> Audience.PERSON;
            case "legal" -> Audience.ENTERPRISE;
            case "both" -> Audience.BOTH;
            default -> throw new IllegalArgumentException("unchecked audience of a window");
        };
    }
}
