package io.yizhan.identity;

import io.yizhan.platform.CreditCodeCheck;
import java.util.ArrayList;

/**
 * Unified social credit codes as identities, GB 32100-2015. Failing checks make a code suspicious, not invalid: codes in
 * force violate them.
 */
final class CreditCodes {
    private static final String AUTHORITIES = "123456789ANY";
    private static final int LENGTH = 18;
    private static final String DEMO_REGION = "00";

    private CreditCodes() {}

    static GradedNumber grade(String normalised, boolean demoRegion) {
        if (normalised.length() != LENGTH) {
            return GradedNumber.invalid(NumberReason.WRONG_LENGTH);
        }
        var check = CreditCodeCheck.of(normalised);
        if (!check.wellFormed()) {
            return GradedNumber.invalid(NumberReason.ILLEGAL_CHARACTER);
        }
        var reasons = new ArrayList<NumberReason>();
        if (AUTHORITIES.indexOf(normalised.charAt(0)) < 0) {
            reasons.add(NumberReason.UNKNOWN_AUTHORITY);
        }
        if (!demoRegion && normalised.startsWith(DEMO_REGION, 2)) {
            reasons.add(NumberReason.RESERVED_REGION);
        }
        if (!check.organisationCheckHolds()) {
            reasons.add(NumberReason.ORGANISATION_CODE_CHECK);
        }
        if (!check.checkHolds()) {
            reasons.add(NumberReason.CREDIT_CODE_CHECK);
        }
        if (PersonNumbers.isComplete(normalised)) {
            reasons.add(NumberReason.ALSO_A_PERSON_NUMBER);
        }
        return GradedNumber.of(IdentityKind.CREDIT_CODE, normalised, reasons);
    }
}
