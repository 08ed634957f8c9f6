package io.yizhan.licence;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the QR code of a document holds and a person may type: 20 characters without I, L, O and U, 100 random bits, so that nobody
 * finds a document by guessing.
 */
record VerificationCode(String value) {
    private static final int LENGTH = 20;
    private static final int BITS = 5;
    private static final int GROUP = 5;
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static VerificationCode random() {
        var code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(RANDOM.nextInt(1 << BITS)));
        }
        return new VerificationCode(code.toString());
    }

    /** As typed: any case, with hyphens or spaces, with O for 0 and I or L for 1. */
    static VerificationCode parse(String typed) {
        var plain = typed.toUpperCase(Locale.ROOT)
                .replace("-", "")
                .replace(" ", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (!FORM.matcher(plain).matches()) {
            throw Problem.of(
                    ProblemType.VERIFICATION_CODE_INVALID, "验证码共 20 位，请核对。", "The code has 20 characters; check it.");
        }
        return new VerificationCode(plain);
    }

    /** In groups, as on paper. */
    String printed() {
        return value.replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }

    /**
     * What the QR code holds. The code stands behind the hash, so that no server's log keeps it.
     *
     * @param hall address of the hall, without a trailing slash
     */
    String address(String hall) {
        return hall + "/verify/#" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
