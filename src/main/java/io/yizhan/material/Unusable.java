package io.yizhan.material;

import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.platform.Text;

/** Why a candidate may not serve. */
public enum Unusable {
    WRONG_HOLDER("wrongHolder", "不是本人（本单位）的材料", "belongs to another subject"),
    REVOKED("revoked", "已被撤销", "has been revoked"),
    SUPERSEDED("superseded", "已有更新的版本", "a later version has taken its place"),
    SUSPENDED("suspended", "暂停使用", "is withheld for the time being"),
    GRADE_TOO_LOW("gradeTooLow", "可信等级不够", "its trust grade is too low"),
    NO_VALIDITY("noValidity", "没有有效期信息", "states no validity"),
    NOT_YET_VALID("notYetValid", "尚未生效", "is not valid yet"),
    EXPIRED("expired", "已过期", "has expired"),
    EXPIRES_TOO_SOON("expiresTooSoon", "办结前将过期", "expires too soon");

    private final String word;
    private final Text text;

    Unusable(String word, String zh, String en) {
        this.word = word;
        this.text = new Text(zh, en);
    }

    @JsonValue
    public String word() {
        return word;
    }

    public Text text() {
        return text;
    }
}
