package io.yizhan.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a material once handed in may serve again. Ordered by strictness; V and P are equally strict and not comparable. */
public enum ReuseClass {
    /** U: attached by itself, shown, replaceable (birth certificate). */
    UNCONDITIONAL('U', "unconditional", 0),
    /** V: offered while its validity covers the moment (hygiene licence). */
    WITHIN_VALIDITY('V', "withinValidity", 1),
    /** P: offered without expiry; the applicant chooses it and confirms that nothing has changed (marriage certificate). */
    WITHOUT_EXPIRY('P', "withoutExpiry", 1),
    /** N: supplied afresh every time (application form, signature, commitment, consent). */
    NEVER('N', "never", 2);

    private final char code;
    private final String word;
    private final int strictness;

    ReuseClass(char code, String word, int strictness) {
        this.code = code;
        this.word = word;
        this.strictness = strictness;
    }

    /** The letter in the catalogue's files. */
    public char code() {
        return code;
    }

    /** The word on the wire. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The stricter of the two; the receiver when they are equally strict. */
    public ReuseClass stricter(ReuseClass other) {
        return other.strictness > strictness ? other : this;
    }

    /** @throws IllegalArgumentException when no class has this letter */
    public static ReuseClass ofCode(char code) {
        for (var value : values()) {
            if (value.code == code) {
                return value;
            }
        }
        throw new IllegalArgumentException("no reuse class " + code);
    }
}
