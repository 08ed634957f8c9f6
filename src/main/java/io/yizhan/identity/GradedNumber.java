package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * What the rules say about a number.
 *
 * @param number the normalised number, absent when it is invalid
 * @param reasons why it is not simply valid
 */
public record GradedNumber(Optional<IdentityNumber> number, List<NumberReason> reasons) {
    /** Valid, acceptable once confirmed against the register, or refused. */
    public enum Verdict {
        VALID("valid"),
        SUSPICIOUS("suspicious"),
        INVALID("invalid");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        @JsonValue
        public String word() {
            return word;
        }
    }

    static GradedNumber of(IdentityKind kind, String normalised, List<NumberReason> reasons) {
        var refused = reasons.stream().anyMatch(NumberReason::refuses);
        return new GradedNumber(
                refused ? Optional.empty() : Optional.of(new IdentityNumber(kind, normalised)), List.copyOf(reasons));
    }

    static GradedNumber invalid(NumberReason reason) {
        return new GradedNumber(Optional.empty(), List.of(reason));
    }

    public Verdict verdict() {
        if (number.isEmpty()) {
            return Verdict.INVALID;
        }
        return reasons.isEmpty() ? Verdict.VALID : Verdict.SUSPICIOUS;
    }
}
