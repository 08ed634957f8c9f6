package io.yizhan.catalogue;

/** How an item is handled (GB/T 39046): on the spot, or within a promised number of working days. */
public enum HandlingType implements Coded {
    IMMEDIATE("1", "immediate", "即办件", "handled on the spot"),
    PROMISED("2", "promised", "承诺件", "handled within the promised time");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;

    HandlingType(String fileValue, String code, String nameZh, String nameEn) {
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
}
