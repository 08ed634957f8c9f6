package io.yizhan.catalogue;

/** Whether an applicant must hand in a material. */
enum Necessity implements Coded {
    REQUIRED("required", "required", "必要", "required"),
    OPTIONAL("optional", "optional", "非必要", "optional"),
    CONDITIONAL("conditional", "conditional", "按情形提供", "required in some situations");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;

    Necessity(String fileValue, String code, String nameZh, String nameEn) {
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
