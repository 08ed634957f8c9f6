package io.yizhan.catalogue;

/** Where an applicant gets a material from. */
enum MaterialSource implements Coded {
    APPLICANT("applicant", "applicant", "申请人自备", "the applicant"),
    GOVERNMENT("government", "government", "政府部门核发", "a government department"),
    INTERMEDIARY("intermediary", "intermediary", "中介机构或法定机构产生", "an intermediary");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;

    MaterialSource(String fileValue, String code, String nameZh, String nameEn) {
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
