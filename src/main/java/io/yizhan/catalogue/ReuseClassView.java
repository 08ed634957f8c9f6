package io.yizhan.catalogue;

/**
 * A reuse class for people.
 *
 * @param code U, V, P or N
 * @param word as matches name it
 */
record ReuseClassView(String code, String word, String nameZh, String nameEn) {
    static ReuseClassView of(ReuseClass reuseClass) {
        var code = String.valueOf(reuseClass.code());
        return switch (reuseClass) {
            case UNCONDITIONAL -> new ReuseClassView(code, reuseClass.word(), "无条件使用", "reused without condition");
            case WITHIN_VALIDITY -> new ReuseClassView(code, reuseClass.word(), "有效期内使用", "reused within its validity");
            case WITHOUT_EXPIRY ->
                new ReuseClassView(code, reuseClass.word(), "无有效期，确认未变更后使用", "reused once confirmed unchanged");
            case NEVER -> new ReuseClassView(code, reuseClass.word(), "不可重复使用", "supplied afresh every time");
        };
    }
}
