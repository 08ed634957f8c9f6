package io.yizhan.holidays;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A notice as an administrator reads it off. Nothing is required of its parts here: {@link NoticeRules} names every mistake
 * together, missing members included.
 *
 * @param isAmendment whether it changes a year that was announced before
 */
@Schema(requiredProperties = {"year", "notice", "holidays"})
record NewYear(
        @Schema(examples = "2027") @Nullable Integer year,
        @Nullable Boolean isAmendment,
        @Nullable NewNotice notice,
        @Nullable List<@Nullable NewHoliday> holidays) {

    /** @param source its address on the web */
    @Schema(requiredProperties = {"number", "title", "publishedOn", "source"})
    record NewNotice(
            @Nullable String number,
            @Nullable String title,
            @Schema(format = "date") @Nullable String publishedOn,
            @Schema(format = "uri") @Nullable String source) {}

    /**
     * @param off days off, weekends within them included
     * @param working days people work instead
     */
    @Schema(requiredProperties = {"nameZh", "nameEn", "off"})
    record NewHoliday(
            @Nullable String nameZh,
            @Nullable String nameEn,
            @Nullable List<@Nullable String> off,
            @Nullable List<@Nullable String> working) {}

    boolean amends() {
        return Boolean.TRUE.equals(isAmendment);
    }
}
