package io.yizhan.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A material as a guide lists it.
 *
 * @param code material type
 * @param conditionZh when it is needed, for a conditional one
 * @param issuer department that issues it, when one of the hall does
 * @param validityMonths how long it lasts when it states no date, for class V
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MaterialView(
        String code,
        String nameZh,
        String nameEn,
        ReuseClassView reuseClass,
        @Nullable Integer validityMonths,
        Named necessity,
        @Nullable String conditionZh,
        Named form,
        int originals,
        int copies,
        Named source,
        @Nullable Named issuer,
        @Nullable String noteZh) {
    static MaterialView of(Requirement requirement, Catalogue catalogue) {
        var type = requirement.materialType();
        var validity = type.defaultValidityMonths();
        return new MaterialView(
                type.code(),
                type.nameZh(),
                type.nameEn(),
                ReuseClassView.of(requirement.reuseClass()),
                validity.isPresent() ? validity.getAsInt() : null,
                Named.of(Coded.of(requirement.necessity(), Necessity.class)),
                filled(requirement.conditionZh()),
                Named.of(Coded.of(requirement.form(), MaterialForm.class)),
                requirement.originals(),
                requirement.copies(),
                Named.of(Coded.of(requirement.source(), MaterialSource.class)),
                type.issuer().flatMap(catalogue::findDepartment).map(Named::of).orElse(null),
                filled(type.noteZh()));
    }

    private static @Nullable String filled(String text) {
        return text.isEmpty() ? null : text;
    }
}
