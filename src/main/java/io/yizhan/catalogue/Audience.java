package io.yizhan.catalogue;

/** Who an item, a material or a window is for: natural persons, enterprises (any organisation), or both. */
public enum Audience implements Coded {
    PERSON("person", "person", "自然人", "natural persons"),
    ENTERPRISE("enterprise", "enterprise", "法人和其他组织", "enterprises and other organisations"),
    BOTH("both", "both", "自然人、法人和其他组织", "persons and enterprises");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;

    Audience(String fileValue, String code, String nameZh, String nameEn) {
        this.fileValue = fileValue;
        this.code = code;
        this.nameZh = nameZh;
        this.nameEn = nameEn;
    }

    @Override
    public String fileValue() {
        return fileValue;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String nameZh() {
        return nameZh;
    }

    @Override
    public String nameEn() {
        return nameEn;
    }

    /** True when somebody belongs to both audiences. */
    public boolean overlaps(Audience other) {
        return this == BOTH || other == BOTH || this == other;
    }
}
