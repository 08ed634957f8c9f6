package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.casework.CaseChange;
import io.yizhan.casework.CaseStop;
import java.util.Optional;

/** What the authority tells an applicant in writing. */
public enum DocumentKind {
    ACCEPTANCE_NOTICE("acceptanceNotice", "SL"),
    NON_ACCEPTANCE_NOTICE("nonAcceptanceNotice", "BSL"),
    CORRECTION_NOTICE("correctionNotice", "BZ"),
    EXTENSION_NOTICE("extensionNotice", "YQ"),
    SUSPENSION_NOTICE("suspensionNotice", "ZX"),
    DECISION("decision", "JD");

    private final String word;
    private final String letters;

    DocumentKind(String word, String letters) {
        this.word = word;
        this.letters = letters;
    }

    /** As in JSON and SQL. */
    @JsonValue
    public String word() {
        return word;
    }

    /** As in numbers. */
    String letters() {
        return letters;
    }

    @JsonCreator
    static DocumentKind ofWord(String word) {
        for (var kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind of document");
    }

    /** The document a move calls for: what the law wants in writing, and nothing else. */
    static Optional<DocumentKind> of(CaseChange change) {
        return Optional.ofNullable(
                switch (change.move()) {
                    case ACCEPT, ACCEPT_BY_SILENCE -> ACCEPTANCE_NOTICE;
                    case NOT_ACCEPT, TRANSFER -> NON_ACCEPTANCE_NOTICE;
                    case REQUEST_CORRECTION -> CORRECTION_NOTICE;
                    case EXTEND -> EXTENSION_NOTICE;
                    case SUSPEND -> isSpecialProcedure(change) ? SUSPENSION_NOTICE : null;
                    case GRANT, REFUSE -> DECISION;
                    default -> null;
                });
    }

    /** Other stops do not stop the law's clock, so no notice of a time that does not count is due. */
    private static boolean isSpecialProcedure(CaseChange change) {
        return change.after()
                .runningStop()
                .filter(stop -> stop.kind() == CaseStop.Kind.SPECIAL_PROCEDURE)
                .isPresent();
    }
}
