package io.yizhan.catalogue;

/** Kind of service item, with its code in GB/T 39046 table A.1. */
public enum ItemType implements Coded {
    LICENSING("01", "licensing", "行政许可", "administrative licensing", "XK"),
    PUBLIC_SERVICE("20", "publicService", "公共服务", "public service", "GF");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;
    private final String localCode;

    ItemType(String fileValue, String code, String nameZh, String nameEn, String localCode) {
        this.fileValue = fileValue;
        this.code = code;
        this.nameZh = nameZh;
        this.nameEn = nameEn;
        this.localCode = localCode;
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

    /** How local codes abbreviate the type. */
    String localCode() {
        return localCode;
    }
}
