package io.yizhan.catalogue;

/**
 * A department whose items the hall accepts.
 *
 * @param code unified social credit code (GB 32100), 18 characters
 * @param shortCode two or three capital letters, unique in the hall
 */
public record Department(String code, String shortCode, String nameZh, String nameEn) {
    static Department of(Row row) {
        return new Department(row.get("code"), row.get("short_code"), row.get("name_zh"), row.get("name_en"));
    }
}
