package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** What was decided, when and by whom. */
public record Decision(Outcome outcome, Instant at, UUID by) {
    public enum Outcome {
        GRANTED,
        REFUSED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
