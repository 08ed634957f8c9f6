package io.yizhan.catalogue;

/** Kind of service item, with its code in GB/T 39046 table A.1. */
public enum ItemType implements Coded {
    LICENSING("01", "licensing", "行政许可", "administrative licensing"),
    PUBLIC_SERVICE("20", "publicService", "公共服务", "public service");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;

    ItemType(String fileValue, String code, String nameZh, String nameEn) {
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
