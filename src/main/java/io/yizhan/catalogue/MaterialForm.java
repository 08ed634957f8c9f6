package io.yizhan.catalogue;

/** In which form a material is accepted. */
enum MaterialForm implements Coded {
    PAPER("paper", "paper", "纸质", "on paper"),
    ELECTRONIC("electronic", "electronic", "电子", "electronic"),
    BOTH("both", "both", "纸质或电子", "on paper or electronic");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;

    MaterialForm(String fileValue, String code, String nameZh, String nameEn) {
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
