package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The statutory clock of a case, beside its state. */
public enum ClockState {
    NOT_STARTED("notStarted"),
    RUNNING("running"),
    STOPPED("stopped"),
    FINISHED("finished");

    private final String word;

    ClockState(String word) {
        this.word = word;
    }

    /** As in JSON and SQL. */
    @JsonValue
    public String word() {
        return word;
    }

    @JsonCreator
    static ClockState ofWord(String word) {
        for (var state : values()) {
            if (state.word.equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no such clock state: " + word);
    }
}
