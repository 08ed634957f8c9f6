package io.yizhan.identity;

import java.util.ArrayList;
import java.util.regex.Pattern;

/**
 * Unified social credit codes, GB 32100-2015: authority 1, category 1, region 6, organisation code 9 (GB 11714),
 * check 1. Failing checks make a code suspicious, not invalid: codes in force violate them.
 */
final class CreditCodes {
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final String AUTHORITIES = "123456789ANY";
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    /** The organisation code inside keeps its own alphabet; its check character may be X. */
    private static final Pattern FORM = Pattern.compile("[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}");

    private static final int LENGTH = 18;
    private static final int ORGANISATION_FROM = 8;
    private static final String DEMO_REGION = "00";

    private CreditCodes() {}

    static GradedNumber grade(String normalised, boolean demoRegion) {
        if (normalised.length() != LENGTH) {
            return GradedNumber.invalid(NumberReason.WRONG_LENGTH);
        }
        if (!FORM.matcher(normalised).matches()) {
            return GradedNumber.invalid(NumberReason.ILLEGAL_CHARACTER);
        }
        var reasons = new ArrayList<NumberReason>();
        if (AUTHORITIES.indexOf(normalised.charAt(0)) < 0) {
            reasons.add(NumberReason.UNKNOWN_AUTHORITY);
        }
        if (!demoRegion && normalised.startsWith(DEMO_REGION, 2)) {
            reasons.add(NumberReason.RESERVED_REGION);
        }
        if (normalised.charAt(16) != organisationCheck(normalised.substring(ORGANISATION_FROM, 16))) {
            reasons.add(NumberReason.ORGANISATION_CODE_CHECK);
        }
        if (normalised.charAt(17) != checkCharacter(normalised)) {
            reasons.add(NumberReason.CREDIT_CODE_CHECK);
        }
        if (PersonNumbers.isComplete(normalised)) {
            reasons.add(NumberReason.ALSO_A_PERSON_NUMBER);
        }
        return GradedNumber.of(IdentityKind.CREDIT_CODE, normalised, reasons);
    }

    static String complete(String stem) {
        var withOrganisation = stem + organisationCheck(stem.substring(ORGANISATION_FROM));
        return withOrganisation + checkCharacter(withOrganisation);
    }

    private static char checkCharacter(String code) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * ALPHABET.indexOf(code.charAt(i));
        }
        return ALPHABET.charAt((31 - sum % 31) % 31);
    }

    /** GB 11714: values 0 to 35, modulus 11, ten written X. */
    private static char organisationCheck(String eight) {
        int sum = 0;
        for (int i = 0; i < ORGANISATION_WEIGHTS.length; i++) {
            sum += ORGANISATION_WEIGHTS[i] * Character.digit(eight.charAt(i), 36);
        }
        int check = (11 - sum % 11) % 11;
        return check == 10 ? 'X' : Character.forDigit(check, 10);
    }
}
