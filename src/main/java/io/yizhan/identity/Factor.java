package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of first factor there are. */
public enum Factor {
    CODE("sms"),
    VOUCH("vouch"),
    DEVICE("device");

    private final String amr;

    Factor(String amr) {
        this.amr = amr;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word for it in the {@code amr} claim. */
    String amr() {
        return amr;
    }

    /** @throws IllegalArgumentException when there is no such factor */
    @JsonCreator
    static Factor of(String word) {
        for (var factor : values()) {
            if (factor.word().equals(word)) {
                return factor;
            }
        }
        throw new IllegalArgumentException("no such factor");
    }
}
