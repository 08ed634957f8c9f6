package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.platform.Text;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * That a case was accepted, and on what terms.
 *
 * @param at the moment it counts from; before {@code recordedAt} when silence became acceptance
 * @param by who accepted it; nobody when silence did
 * @param limitDays working days the hall promises
 * @param statutoryDays working days the law gives, 0 where it sets none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Acceptance(
        Kind kind, Instant at, Instant recordedAt, Optional<UUID> by, int limitDays, int statutoryDays) {

    public enum Kind {
        FULL("受理", "accepted"),
        /** Secondary materials may follow by a set day. */
        TOLERANT("容缺受理", "accepted although secondary materials are still missing"),
        /** The applicant vouches for what is missing; the decision does not wait for it. */
        COMMITMENT("告知承诺受理", "accepted on the applicant's commitment"),
        /** Nobody answered in time (Administrative Licensing Law, article 32). */
        SILENCE("视为受理", "counts as accepted");

        private final Text text;

        Kind(String zh, String en) {
            this.text = new Text(zh, en);
        }

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public Text text() {
            return text;
        }

        @JsonCreator
        static Kind ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
