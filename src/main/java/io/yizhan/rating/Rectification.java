package io.yizhan.rating;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What becomes of a bad rating. For the rated unit it names neither the rater nor the case, unless the rater agreed.
 *
 * @param remark what the rater wrote
 * @param caseId for the administrator, and for the unit if the rater agreed
 * @param escalations how often a step was not taken in time
 * @param isAtTop whether it is open and was escalated as often as it may be: no more will follow by itself
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Rectification(
        UUID ratingId,
        String department,
        String implementationCode,
        Optional<String> windowNumber,
        LocalDate ratedOn,
        int level,
        Optional<String> remark,
        Optional<UUID> caseId,
        State state,
        Optional<Instant> dueAt,
        int escalations,
        boolean isAtTop,
        List<Step> steps,
        int version) {

    /** Where it stands. */
    public enum State {
        VERIFYING("verifying"),
        RECTIFYING("rectifying"),
        CALLING_BACK("callingBack"),
        APPEALED("appealed"),
        CLOSED("closed");

        private final String word;

        State(String word) {
            this.word = word;
        }

        @JsonValue
        public String word() {
            return word;
        }

        @JsonCreator
        static State ofWord(String word) {
            for (var state : values()) {
                if (state.word.equals(word)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no such state");
        }
    }

    /** Something that was done. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Step(int seq, String kind, Instant at, Optional<String> remark) {}
}
