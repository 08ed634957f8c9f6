package io.yizhan.catalogue;

/** Area whose residents and enterprises may apply for an item here. */
public enum Scope implements Coded {
    COUNTY("county", "county", "全区通办", "within the district"),
    CITY("city", "city", "全市通办", "across the city"),
    PROVINCE("province", "province", "全省通办", "across the province");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;

    Scope(String fileValue, String code, String nameZh, String nameEn) {
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
