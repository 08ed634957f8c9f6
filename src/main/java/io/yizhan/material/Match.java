package io.yizhan.material;

import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.catalogue.Requirement;
import java.util.List;

/**
 * How one requirement can be met.
 *
 * @param usable candidates that may serve, best first; never any for class <em>never</em>
 * @param unusable candidates that may not, each with its first reason
 */
public record Match(Requirement requirement, Outcome outcome, List<HeldMaterial> usable, List<Rejected> unusable) {
    /** A candidate and why it may not serve. */
    public record Rejected(HeldMaterial candidate, Unusable reason) {}

    /** What the applicant has to do. */
    public enum Outcome {
        /** Nothing: the best candidate is attached, shown and replaceable. */
        ATTACHED("attached"),
        /** Choose one of the offered. */
        OFFERED("offered"),
        /** Choose one of the offered and confirm that nothing in it has changed. */
        OFFERED_TO_CONFIRM("offeredToConfirm"),
        /** Hand it in. */
        SUPPLY("supply");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        @JsonValue
        public String word() {
            return word;
        }
    }
}
