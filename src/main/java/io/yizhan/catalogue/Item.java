package io.yizhan.catalogue;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service item as one department carries it out. All limits are in working days.
 *
 * @param implementationCode 31 characters: department's credit code (18), exercise level (1), basic code (12);
 *     ZWFW C0109.1-2018
 * @param basicCode 12 digits: origin (2), type (2), main item (5), sub item (3)
 * @param localCode the hall's own code, unique
 * @param statutoryDays limit set by law, 0 where the law sets none
 * @param promisedDaysBefore limit promised before the clean-up
 * @param promisedDays limit promised now, never above {@code promisedDaysBefore}; 0 exactly for
 *     {@link HandlingType#IMMEDIATE}
 * @param onsiteVisits visits an applicant must pay to the hall, 0 to 2
 * @param feeZh what it costs, null when free
 * @param resultMaterialType code of the material type the result is, when it is itself asked for elsewhere, else null
 * @param floor floor of the acceptance windows that take this item
 */
public record Item(
        String implementationCode,
        String basicCode,
        String localCode,
        ItemType type,
        Department department,
        String nameZh,
        String nameEn,
        HandlingType handlingType,
        Audience audience,
        int statutoryDays,
        int promisedDaysBefore,
        int promisedDays,
        Scope scope,
        int onsiteVisits,
        List<Channel> channels,
        @Nullable String feeZh,
        String resultNameZh,
        @Nullable String resultMaterialType,
        String themeZh,
        List<String> legalBasisZh,
        int floor) {
    private static final String FREE = "free";
    private static final String ZONE_PREFIX = "floor";

    /** How the file names a floor. */
    static final Pattern ZONE = Pattern.compile(ZONE_PREFIX + "[1-9]");

    static Item of(Row row, Department department) {
        return new Item(
                row.get("implementation_code"),
                row.get("basic_code"),
                row.get("local_code"),
                row.coded("type", ItemType.class),
                department,
                row.get("name_zh"),
                row.get("name_en"),
                row.coded("handling_type", HandlingType.class),
                row.coded("audience", Audience.class),
                row.number("statutory_days"),
                row.number("promised_days_before"),
                row.number("promised_days_after"),
                row.coded("scope", Scope.class),
                row.number("onsite_visits"),
                row.list("channels", ";").stream()
                        .map(channel -> Coded.of(channel, Channel.class))
                        .toList(),
                row.find("fee").filter(fee -> !fee.equals(FREE)).orElse(null),
                row.get("result_name_zh"),
                row.find("result_licence_type").orElse(null),
                row.get("theme"),
                row.list("legal_basis_zh", "；"),
                floor(row));
    }

    static int floor(Row row) {
        return Integer.parseInt(row.get("zone").substring(ZONE_PREFIX.length()));
    }
}
