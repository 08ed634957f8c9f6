package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.platform.Text;
import java.util.Locale;

/** Where a case stands. */
public enum CaseState {
    SUBMITTED("已提交，等待受理", "submitted, waiting for acceptance"),
    WITHDRAWN("申请人已撤回", "withdrawn by the applicant");

    private final Text text;

    CaseState(String zh, String en) {
        this.text = new Text(zh, en);
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Text text() {
        return text;
    }

    /** Nothing more will happen. */
    public boolean isFinal() {
        return this == WITHDRAWN;
    }

    public static CaseState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
