package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.platform.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * A time in which a case rests.
 *
 * @param estimatedUntil how long the applicant was told it would take; always there for a special procedure (Administrative
 *     Licensing Law, article 45)
 * @param result what came of it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CaseStop(
        int seq,
        Kind kind,
        Optional<Procedure> procedure,
        String reason,
        Instant startedAt,
        UUID startedBy,
        Optional<LocalDate> estimatedUntil,
        Optional<Instant> endedAt,
        Optional<UUID> endedBy,
        Optional<String> result) {

    /** Why it rests. */
    public enum Kind {
        /** The applicant has to correct something. */
        CORRECTION("correction", true, "等待补正", "waiting for corrections"),
        /** Article 45: its time does not count. */
        SPECIAL_PROCEDURE("specialProcedure", true, "特别程序", "special procedure"),
        /** Another authority has to speak first. No law stops the clock for it. */
        FORWARDED("forwarded", false, "转报", "forwarded"),
        /** The department cannot go on. No law stops the clock for it. */
        HOLD("hold", false, "挂起", "on hold");

        private final String word;
        private final boolean stopsClock;
        private final Text text;

        Kind(String word, boolean stopsClock, String zh, String en) {
            this.word = word;
            this.stopsClock = stopsClock;
            this.text = new Text(zh, en);
        }

        @JsonValue
        public String word() {
            return word;
        }

        public boolean stopsClock() {
            return stopsClock;
        }

        public Text text() {
            return text;
        }

        @JsonCreator
        static Kind ofWord(String word) {
            for (var kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no such kind of stop");
        }
    }

    /** What takes place; GB/T 39046 A.7, code 2, by the names of article 45. */
    public enum Procedure {
        HEARING("hearing", "听证", "hearing"),
        TENDER("tender", "招标", "tender"),
        AUCTION("auction", "拍卖", "auction"),
        INSPECTION("inspection", "检验", "inspection"),
        TESTING("testing", "检测", "testing"),
        QUARANTINE("quarantine", "检疫", "quarantine"),
        APPRAISAL("appraisal", "鉴定", "appraisal"),
        EXPERT_REVIEW("expertReview", "专家评审", "expert review"),
        ON_SITE_CHECK("onSiteCheck", "现场核查", "on-site check"),
        PUBLIC_NOTICE("publicNotice", "公示", "public notice");

        private final String word;
        private final Text text;

        Procedure(String word, String zh, String en) {
            this.word = word;
            this.text = new Text(zh, en);
        }

        @JsonValue
        public String word() {
            return word;
        }

        public Text text() {
            return text;
        }

        @JsonCreator
        static Procedure ofWord(String word) {
            for (var procedure : values()) {
                if (procedure.word.equals(word)) {
                    return procedure;
                }
            }
            throw new IllegalArgumentException("no such procedure");
        }
    }

    boolean isRunning() {
        return endedAt.isEmpty();
    }

    CaseStop ended(Instant at, Optional<UUID> by, Optional<String> outcome) {
        return new CaseStop(
                seq, kind, procedure, reason, startedAt, startedBy, estimatedUntil, Optional.of(at), by, outcome);
    }
}
