package io.yizhan.identity;

import io.yizhan.platform.CreditCodeCheck;
import java.util.regex.Pattern;

/**
 * A normalised identity number: 18 characters, capital letters. Printing it gives the masked form; the digits come out
 * only by {@link #value}, so that a log line or a message cannot leak them by accident.
 *
 * @param value the plain number; personal data for every kind but a credit code
 */
public record IdentityNumber(IdentityKind kind, String value) {
    private static final Pattern NORMALISED = Pattern.compile("[0-9A-Z]{18}");

    public IdentityNumber {
        if (!NORMALISED.matcher(value).matches()) {
            throw new IllegalArgumentException("not a normalised identity number");
        }
    }

    /**
     * Appends what the scheme computes: to 17 digits of a person's number the GB 11643 check character, to 16
     * characters of a credit code the check of the embedded organisation code and the MOD 31-3 check character.
     */
    public static IdentityNumber complete(IdentityKind kind, String stem) {
        return new IdentityNumber(
                kind, kind.isPerson() ? stem + PersonNumbers.checkCharacter(stem) : CreditCodeCheck.complete(stem));
    }

    /** First six and last four characters, the birth date hidden; a credit code is public and shown whole. */
    public String masked() {
        return kind.isPerson() ? value.substring(0, 6) + "********" + value.substring(14) : value;
    }

    @Override
    public String toString() {
        return kind.word() + " " + masked();
    }
}
