package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.casework.CaseStop.Kind;
import io.yizhan.platform.Text;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** How a case is closed, with the code departments report (0 to 6). */
public enum Ending {
    /** Granted. */
    CERTIFICATE_ISSUED("certificateIssued", "出证办结", "granted"),
    /** Refused, or not accepted. */
    REJECTED("rejected", "退回（不予）办结", "rejected"),
    /** Without object in law. */
    VOIDED("voided", "作废办结", "voided"),
    /** Entered by mistake. */
    DELETED("deleted", "删除办结", "deleted, entered by mistake"),
    /** To an authority that is competent or higher. */
    FORWARDED("forwarded", "转报办结", "forwarded"),
    /** The applicant never supplied what was asked for. */
    NOT_SUPPLIED("notSupplied", "补正不来办结", "what was asked for was never supplied"),
    OTHERWISE("otherwise", "其他办结", "closed otherwise");

    private final String word;
    private final Text text;

    Ending(String word, String zh, String en) {
        this.word = word;
        this.text = new Text(zh, en);
    }

    @JsonValue
    public String word() {
        return word;
    }

    /** As reported, and as in column {@code ending}. */
    public int code() {
        return ordinal();
    }

    public Text text() {
        return text;
    }

    public static Ending ofCode(int code) {
        return values()[code];
    }

    /** @throws IllegalArgumentException when there is no such ending */
    @JsonCreator
    static Ending ofWord(String word) {
        for (var ending : values()) {
            if (ending.word.equals(word)) {
                return ending;
            }
        }
        throw new IllegalArgumentException("no such ending");
    }

    /**
     * What {@link CaseMove#END} may end a case as. Waiting for corrections ends only because they never came; a special
     * procedure must give its result first; a plain hold must be released first.
     */
    static Set<Ending> allowed(CaseState state, Optional<Kind> stop) {
        if (state == CaseState.CORRECTION_REQUESTED) {
            return EnumSet.of(NOT_SUPPLIED);
        }
        if (state != CaseState.SUSPENDED) {
            return EnumSet.of(VOIDED, DELETED, FORWARDED, NOT_SUPPLIED, OTHERWISE);
        }
        return stop.map(kind -> switch (kind) {
                    case CORRECTION -> EnumSet.of(NOT_SUPPLIED);
                    case FORWARDED -> EnumSet.of(FORWARDED);
                    case SPECIAL_PROCEDURE, HOLD -> EnumSet.noneOf(Ending.class);
                })
                .orElseGet(() -> EnumSet.noneOf(Ending.class));
    }
}
