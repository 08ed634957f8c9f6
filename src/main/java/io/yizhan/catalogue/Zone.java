package io.yizhan.catalogue;

/** Functional area of a hall. */
public enum Zone implements Coded {
    CONSULT("consult", "consult", "咨询引导区", "reception and guidance"),
    ACCEPTANCE("acceptance", "acceptance", "综合受理区", "acceptance"),
    APPROVAL("approval", "approval", "后台审批区", "back office"),
    SELF_SERVICE("self-service", "selfService", "自助服务区", "self-service"),
    PICKUP("pickup", "pickup", "统一出件区", "result pick-up"),
    WAITING("waiting", "waiting", "休息等候区", "waiting area");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;

    Zone(String fileValue, String code, String nameZh, String nameEn) {
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
