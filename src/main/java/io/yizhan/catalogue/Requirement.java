package io.yizhan.catalogue;

/**
 * A material an item asks for, as now in force.
 *
 * @param necessity {@code required}, {@code conditional} or {@code optional}
 * @param conditionZh when it is asked for; empty unless conditional
 * @param form {@code paper}, {@code electronic} or {@code both}
 * @param originals paper originals to bring
 * @param copies paper copies to bring
 * @param source {@code applicant}, {@code government} or {@code intermediary}
 * @param reuseClass the stricter of this requirement's own class and its material type's
 */
public record Requirement(
        MaterialType materialType,
        String necessity,
        String conditionZh,
        String form,
        int originals,
        int copies,
        String source,
        ReuseClass reuseClass) {
    static Requirement of(Row row, MaterialType type) {
        return new Requirement(
                type,
                row.get("necessity"),
                row.get("condition_zh"),
                row.get("form"),
                row.number("originals"),
                row.number("copies"),
                row.get("source"),
                row.find("reuse_class_override")
                        .map(override -> type.reuseClass().stricter(ReuseClass.ofCode(override.charAt(0))))
                        .orElse(type.reuseClass()));
    }
}
