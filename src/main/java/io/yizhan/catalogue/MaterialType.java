package io.yizhan.catalogue;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A kind of material, the same in every item.
 *
 * @param code three letters and three digits, such as {@code IDN007}
 * @param defaultValidityMonths class V only: what counts when the document states no date
 * @param issuer credit code of the issuing department; empty when issued outside the hall
 * @param holder whose space it lives in: {@code person}, {@code enterprise} or {@code both}
 */
public record MaterialType(
        String code,
        String nameZh,
        String nameEn,
        ReuseClass reuseClass,
        OptionalInt defaultValidityMonths,
        Optional<String> issuer,
        String holder,
        String noteZh) {
    static final String EXTERNAL = "external";

    static MaterialType of(Row row) {
        var months = row.get("validity_months");
        return new MaterialType(
                row.get("code"),
                row.get("name_zh"),
                row.get("name_en"),
                ReuseClass.ofCode(row.get("default_reuse_class").charAt(0)),
                months.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(months)),
                row.find("issuer").filter(issuer -> !issuer.equals(EXTERNAL)),
                row.get("holder"),
                row.get("note"));
    }
}
