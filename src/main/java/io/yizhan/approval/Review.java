package io.yizhan.approval;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A department's part in the review of a case.
 *
 * @param stage departments of one stage review side by side; the next stage opens when all of one are done
 * @param limitDays working days of the department's own clock, which rests when the case rests
 * @param assignee the officer who has claimed it, until {@code leaseUntil}
 * @param opinion in the officer's words; for staff, not for the applicant
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Review(
        UUID caseId,
        String department,
        int stage,
        State state,
        int limitDays,
        Optional<Instant> openedAt,
        Optional<LocalDate> dueOn,
        Optional<UUID> assignee,
        Optional<Instant> leaseUntil,
        Optional<Outcome> outcome,
        Optional<String> opinion,
        Optional<Instant> doneAt,
        Optional<UUID> doneBy,
        int version) {

    /** Where a department's review stands. */
    public enum State {
        WAITING,
        OPEN,
        DONE;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static State ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** What a department says. */
    public enum Outcome {
        AGREE,
        DISAGREE;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Outcome ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
