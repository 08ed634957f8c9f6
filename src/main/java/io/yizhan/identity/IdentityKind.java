package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What kind of number identifies a subject. Always stated by the client, never guessed: one citizen number in 31 also
 * satisfies the check of a credit code.
 */
public enum IdentityKind {
    /** GB 11643 citizen identity number. */
    RESIDENT_ID("residentId"),
    /** Residence permit of Hong Kong, Macao and Taiwan residents: the same scheme, regions 81, 82, 83. */
    HMT_PERMIT("hmtPermit"),
    /** Foreign permanent resident card of GA 2102-2023, beginning with 9. */
    FOREIGN_PERMIT("foreignPermit"),
    /** GB 32100 unified social credit code of an organisation. */
    CREDIT_CODE("creditCode");

    private final String word;

    IdentityKind(String word) {
        this.word = word;
    }

    /** The kind as it is written in JSON and in the database. */
    @JsonValue
    public String word() {
        return word;
    }

    public boolean isPerson() {
        return this != CREDIT_CODE;
    }

    /** @throws IllegalArgumentException when no kind is called so */
    @JsonCreator
    public static IdentityKind of(String word) {
        for (var kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind of identity number");
    }
}
