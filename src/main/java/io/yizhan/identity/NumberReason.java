package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a number is refused, or accepted only after a look into the register. */
public enum NumberReason {
    WRONG_LENGTH("wrongLength", true),
    ILLEGAL_CHARACTER("illegalCharacter", true),
    /** The number belongs to another kind than the one stated. */
    WRONG_KIND("wrongKind", true),
    UNKNOWN_PROVINCE("unknownProvince", true),
    NOT_A_DATE("notADate", true),
    BORN_IN_THE_FUTURE("bornInTheFuture", true),
    BORN_TOO_LONG_AGO("bornTooLongAgo", true),
    CHECK_CHARACTER("checkCharacter", true),

    /** 15-digit number with sequence 996 to 999, once kept for people born before 1900: the century is not certain. */
    LEGACY_CENTURY("legacyCentury", false),
    /** MOD 31-3 fails. Some codes issued in Xiamen before 2016 violate it and are in force. */
    CREDIT_CODE_CHECK("creditCodeCheck", false),
    /** The GB 11714 check of the embedded organisation code fails. */
    ORGANISATION_CODE_CHECK("organisationCodeCheck", false),
    UNKNOWN_AUTHORITY("unknownAuthority", false),
    /** Region 00, which only demonstration data uses. */
    RESERVED_REGION("reservedRegion", false),
    /** The same characters are also a complete identity number of a person. */
    ALSO_A_PERSON_NUMBER("alsoAPersonNumber", false);

    private final String word;
    private final boolean refuses;

    NumberReason(String word, boolean refuses) {
        this.word = word;
        this.refuses = refuses;
    }

    @JsonValue
    public String word() {
        return word;
    }

    boolean refuses() {
        return refuses;
    }
}
