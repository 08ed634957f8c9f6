package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Where someone signs in; the {@code client_id} of their tokens. */
public enum Channel {
    PORTAL("portal"),
    MINI_PROGRAM("miniProgram"),
    WINDOW("window"),
    KIOSK("kiosk"),
    /** From a department's own system. */
    SYSTEM("system");

    private final String word;

    Channel(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when there is no such channel */
    @JsonCreator
    static Channel of(String word) {
        for (var channel : values()) {
            if (channel.word.equals(word)) {
                return channel;
            }
        }
        throw new IllegalArgumentException("no such channel");
    }
}
