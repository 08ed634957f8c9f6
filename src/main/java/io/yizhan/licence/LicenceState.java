package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.platform.Text;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a version of a licence says of it. */
public enum LicenceState {
    VALID("valid", "有效", "valid"),
    WITHHELD("withheld", "暂扣", "temporarily withheld"),
    /** Granted in error. */
    REVOKED("revoked", "撤销", "revoked"),
    /** At the holder's wish, or because the holder is no more. */
    CANCELLED("cancelled", "注销", "cancelled"),
    EXPIRED("expired", "已过期", "expired"),
    TRANSFERRED_OUT("transferredOut", "转出", "transferred out"),
    /** As a penalty. */
    WITHDRAWN("withdrawn", "吊销", "withdrawn as a penalty"),
    /** Described in words. */
    OTHER("other", "其他", "other");

    private static final Map<String, LicenceState> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toMap(LicenceState::word, Function.identity()));

    private final String word;
    private final Text text;

    LicenceState(String word, String zh, String en) {
        this.word = word;
        this.text = new Text(zh, en);
    }

    /** As in JSON and SQL. */
    @JsonValue
    public String word() {
        return word;
    }

    Text text() {
        return text;
    }

    /** What an officer may make of it. Expiry follows from time alone, and only a withheld licence can be restored. */
    Set<LicenceState> next() {
        var endings = EnumSet.of(REVOKED, CANCELLED, TRANSFERRED_OUT, WITHDRAWN, OTHER);
        return switch (this) {
            case VALID -> with(endings, WITHHELD);
            case WITHHELD -> with(endings, VALID);
            case EXPIRED -> EnumSet.of(REVOKED, CANCELLED);
            case REVOKED, CANCELLED, TRANSFERRED_OUT, WITHDRAWN, OTHER -> EnumSet.noneOf(LicenceState.class);
        };
    }

    private static Set<LicenceState> with(EnumSet<LicenceState> states, LicenceState more) {
        states.add(more);
        return states;
    }

    /** Whether a new issue goes on with the chain instead of beginning another. */
    boolean isRenewable() {
        return this == VALID || this == EXPIRED;
    }

    @JsonCreator
    static LicenceState ofWord(String word) {
        var state = BY_WORD.get(word);
        if (state == null) {
            throw new IllegalArgumentException("no such state of a licence");
        }
        return state;
    }
}
