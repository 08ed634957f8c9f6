package io.yizhan.catalogue;

/** Way to apply, in the order guides list them. */
public enum Channel implements Coded {
    WINDOW("window", "window", "窗口办理", "at the window"),
    WEB("web", "web", "网上办理", "online"),
    MOBILE("mobile", "mobile", "掌上办理", "on the phone"),
    COURIER("courier", "courier", "快递办理", "by courier");

    private final String fileValue;
    private final String code;
    private final String nameZh;
    private final String nameEn;

    Channel(String fileValue, String code, String nameZh, String nameEn) {
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
