package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;

/**
 * The short number a case is followed by: bucket (2 characters), 50 random bits (10 characters), a check character, all
 * in Crockford's base 32. It cannot be guessed, and a typing error is noticed before any store is asked.
 *
 * <p>The check character follows ISO 7064's hybrid systems (as MOD 37,36 does) with modulus 32: it finds every single
 * wrong character and all but a few in a thousand swaps of neighbours.
 *
 * @param value the 60 bits before the check character
 */
public record QueryNumber(long value) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BASE = 32;
    private static final int DIGITS = 12;
    private static final int RANDOM_BITS = 50;
    private static final int LONGEST_INPUT = 40;
    private static final byte[] DIGIT_OF = digitOf();

    public QueryNumber {
        if (value < 0 || value >>> (RANDOM_BITS + 10) != 0) {
            throw new IllegalArgumentException("a query number has 60 bits");
        }
    }

    /** A new number in a subject's bucket. */
    static QueryNumber next(int bucket, SecureRandom random) {
        return new QueryNumber((long) bucket << RANDOM_BITS | random.nextLong() & (1L << RANDOM_BITS) - 1);
    }

    /**
     * Reads what people type: any case, with blanks or hyphens, O for 0, I and L for 1.
     *
     * @throws Problem {@code query-number-invalid} when characters, length or check character are wrong
     */
    public static QueryNumber parse(String typed) {
        var digits = typed.length() <= LONGEST_INPUT ? digits(typed) : new int[0];
        if (digits.length != DIGITS + 1 || check(digits, DIGITS) != digits[DIGITS]) {
            throw Problem.of(
                    ProblemType.QUERY_NUMBER_INVALID,
                    "查询号共 13 位，请对照回执逐位核对。",
                    "A query number has 13 characters: compare it with the receipt.");
        }
        long value = 0;
        for (int i = 0; i < DIGITS; i++) {
            value = value * BASE + digits[i];
        }
        return new QueryNumber(value);
    }

    /** 13 characters. */
    @JsonValue
    @Override
    public String toString() {
        var digits = new int[DIGITS];
        var rest = value;
        for (int i = DIGITS - 1; i >= 0; i--) {
            digits[i] = (int) (rest % BASE);
            rest /= BASE;
        }
        var text = new StringBuilder(DIGITS + 1);
        for (int digit : digits) {
            text.append(ALPHABET.charAt(digit));
        }
        return text.append(ALPHABET.charAt(check(digits, DIGITS))).toString();
    }

    /** As on paper: {@code 4K7M-2QX9-T3VBC}. */
    public String printed() {
        var text = toString();
        return text.substring(0, 4) + "-" + text.substring(4, 8) + "-" + text.substring(8);
    }

    private static int[] digits(String typed) {
        var isPlain = typed.length() == DIGITS + 1; // then nothing in it can be a blank or a hyphen
        var bare = (isPlain ? typed : typed.replace(" ", "").replace("-", "")).toUpperCase(Locale.ROOT);
        var digits = new int[bare.length()];
        for (int i = 0; i < digits.length; i++) {
            char character = bare.charAt(i);
            if (character >= DIGIT_OF.length || DIGIT_OF[character] < 0) {
                return new int[0];
            }
            digits[i] = DIGIT_OF[character];
        }
        return digits;
    }

    private static int check(int[] digits, int count) {
        int product = BASE;
        for (int i = 0; i < count; i++) {
            int sum = (product + digits[i]) % BASE;
            product = (sum == 0 ? BASE : sum) * 2 % (BASE + 1);
        }
        return Math.floorMod(1 - product, BASE);
    }

    private static byte[] digitOf() {
        var digitOf = new byte[128];
        Arrays.fill(digitOf, (byte) -1);
        for (int i = 0; i < BASE; i++) {
            digitOf[ALPHABET.charAt(i)] = (byte) i;
        }
        digitOf['O'] = 0;
        digitOf['I'] = 1;
        digitOf['L'] = 1;
        return digitOf;
    }
}
