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
        String noteZh) {}
