package io.yizhan.material;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a material still stands. Only {@link #VALID} ones serve again. */
public enum MaterialState {
    VALID,
    /** A later version, or a type that contradicts it, has taken its place. */
    SUPERSEDED,
    /** Withheld for the time being. */
    SUSPENDED,
    /** Taken back by its issuer or found to be wrong. */
    REVOKED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MaterialState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
