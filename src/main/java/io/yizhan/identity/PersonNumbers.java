package io.yizhan.identity;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Numbers of natural persons: GB 11643 (region 6, birth date 8, sequence 3, ISO 7064 MOD 11-2 check), the permits that
 * use the same scheme, and GA 2102-2023 (9, province 2, nationality 3, birth date 8, sequence 3, same check). Only the
 * province is checked: cards keep codes of counties that no longer exist.
 */
final class PersonNumbers {
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_CHARACTERS = "10X98765432";
    private static final Pattern FORM = Pattern.compile("[0-9]{17}[0-9X]");
    private static final Pattern LEGACY_FORM = Pattern.compile("[0-9]{15}");
    private static final int LENGTH = 18;
    private static final int LEGACY_LENGTH = 15;
    private static final int FIRST_AMBIGUOUS_SEQUENCE = 996;
    private static final int OLDEST_YEARS = 150;
    private static final String DEMO_REGION = "00";
    private static final Set<String> PERMIT_REGIONS = Set.of("81", "82", "83");
    private static final Set<String> PROVINCES = Set.of(
            "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
            "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83");

    private final LocalDate today;
    private final boolean demoRegion;

    PersonNumbers(LocalDate today, boolean demoRegion) {
        this.today = today;
        this.demoRegion = demoRegion;
    }

    GradedNumber grade(IdentityKind kind, String normalised) {
        if (kind == IdentityKind.RESIDENT_ID && normalised.length() == LEGACY_LENGTH) {
            return gradeLegacy(normalised);
        }
        if (normalised.length() != LENGTH) {
            return GradedNumber.invalid(NumberReason.WRONG_LENGTH);
        }
        if (!FORM.matcher(normalised).matches()) {
            return GradedNumber.invalid(NumberReason.ILLEGAL_CHARACTER);
        }
        return GradedNumber.of(kind, normalised, reasons(kind, normalised));
    }

    private GradedNumber gradeLegacy(String legacy) {
        if (!LEGACY_FORM.matcher(legacy).matches()) {
            return GradedNumber.invalid(NumberReason.ILLEGAL_CHARACTER);
        }
        var stem = legacy.substring(0, 6) + "19" + legacy.substring(6);
        var converted = stem + checkCharacter(stem);
        var reasons = new ArrayList<>(reasons(IdentityKind.RESIDENT_ID, converted));
        if (Integer.parseInt(legacy.substring(12)) >= FIRST_AMBIGUOUS_SEQUENCE) {
            reasons.add(NumberReason.LEGACY_CENTURY);
        }
        return GradedNumber.of(IdentityKind.RESIDENT_ID, converted, reasons);
    }

    private List<NumberReason> reasons(IdentityKind kind, String number) {
        var reasons = new ArrayList<NumberReason>();
        checkRegion(kind, number, reasons);
        checkBirthDate(number, reasons);
        if (number.charAt(LENGTH - 1) != checkCharacter(number)) {
            reasons.add(NumberReason.CHECK_CHARACTER);
        }
        return reasons;
    }

    private void checkRegion(IdentityKind kind, String number, List<NumberReason> reasons) {
        var isForeign = number.charAt(0) == '9';
        var province = isForeign ? number.substring(1, 3) : number.substring(0, 2);
        if (demoRegion && province.equals(DEMO_REGION) && isForeign == (kind == IdentityKind.FOREIGN_PERMIT)) {
            return;
        }
        if (kind != kindOf(isForeign, province)) {
            reasons.add(PROVINCES.contains(province) ? NumberReason.WRONG_KIND : NumberReason.UNKNOWN_PROVINCE);
        } else if (!PROVINCES.contains(province)) {
            reasons.add(NumberReason.UNKNOWN_PROVINCE);
        }
    }

    private static IdentityKind kindOf(boolean isForeign, String province) {
        if (isForeign) {
            return IdentityKind.FOREIGN_PERMIT;
        }
        return PERMIT_REGIONS.contains(province) ? IdentityKind.HMT_PERMIT : IdentityKind.RESIDENT_ID;
    }

    private void checkBirthDate(String number, List<NumberReason> reasons) {
        try {
            var born = LocalDate.of(
                    Integer.parseInt(number.substring(6, 10)),
                    Integer.parseInt(number.substring(10, 12)),
                    Integer.parseInt(number.substring(12, 14)));
            if (born.isAfter(today)) {
                reasons.add(NumberReason.BORN_IN_THE_FUTURE);
            } else if (born.isBefore(today.minusYears(OLDEST_YEARS))) {
                reasons.add(NumberReason.BORN_TOO_LONG_AGO);
            }
        } catch (DateTimeException noSuchDay) {
            reasons.add(NumberReason.NOT_A_DATE);
        }
    }

    /** ISO 7064 MOD 11-2 over the first seventeen digits. */
    static char checkCharacter(String digits) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * Character.digit(digits.charAt(i), 10);
        }
        return CHECK_CHARACTERS.charAt(sum % 11);
    }

    /** Whether the characters alone, region aside, make a complete number of a person. */
    static boolean isComplete(String normalised) {
        return FORM.matcher(normalised).matches()
                && normalised.charAt(LENGTH - 1) == checkCharacter(normalised)
                && hasBirthDate(normalised);
    }

    private static boolean hasBirthDate(String number) {
        try {
            var year = LocalDate.of(
                            Integer.parseInt(number.substring(6, 10)),
                            Integer.parseInt(number.substring(10, 12)),
                            Integer.parseInt(number.substring(12, 14)))
                    .getYear();
            return year >= 1850 && year < 2100;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }
}
