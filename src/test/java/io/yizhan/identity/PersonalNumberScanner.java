package io.yizhan.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds in any text what must never leave its columns: identity numbers of persons (by check character and birth date,
 * whatever their region, so that invented ones are found too), mobile numbers and access tokens. A finding names its kind
 * and line, never the value.
 */
public final class PersonalNumberScanner {
    /** @param line counted from 1 */
    public record Finding(Kind kind, int line) {}

    /** What was found. */
    public enum Kind {
        IDENTITY_NUMBER,
        LEGACY_IDENTITY_NUMBER,
        PHONE,
        TOKEN
    }

    /** Letters and digits on either side make it part of something longer: a hash, a serial, a request id. */
    private static final String START = "(?<![0-9A-Za-z])";

    private static final String END = "(?![0-9A-Za-z])";
    private static final Pattern IDENTITY_NUMBER = Pattern.compile(START + "[0-9]{17}[0-9Xx]" + END);
    private static final Pattern LEGACY_IDENTITY_NUMBER = Pattern.compile(START + "[0-9]{15}" + END);
    private static final Pattern PHONE =
            Pattern.compile("(?<![0-9A-Za-z.+-])(?:\\+?86)?1[3-9][0-9]{9}(?![0-9A-Za-z.])");
    private static final Pattern TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{20,}");

    private PersonalNumberScanner() {}

    public static List<Finding> scan(String text) {
        var findings = new ArrayList<Finding>();
        int line = 0;
        for (var each : text.lines().toList()) {
            line++;
            scan(each, line, findings);
        }
        return findings;
    }

    private static void scan(String text, int line, List<Finding> findings) {
        if (matches(IDENTITY_NUMBER, text).stream()
                .anyMatch(number -> PersonNumbers.isComplete(number.toUpperCase(java.util.Locale.ROOT)))) {
            findings.add(new Finding(Kind.IDENTITY_NUMBER, line));
        }
        if (matches(LEGACY_IDENTITY_NUMBER, text).stream().anyMatch(PersonalNumberScanner::isLegacyNumber)) {
            findings.add(new Finding(Kind.LEGACY_IDENTITY_NUMBER, line));
        }
        if (PHONE.matcher(text).find()) {
            findings.add(new Finding(Kind.PHONE, line));
        }
        if (TOKEN.matcher(text).find()) {
            findings.add(new Finding(Kind.TOKEN, line));
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group()).toList();
    }

    /** Without a check character only a known province and a real date tell it from a count of microseconds. */
    private static boolean isLegacyNumber(String digits) {
        return new PersonNumbers(java.time.LocalDate.of(2000, 1, 1), false)
                .grade(IdentityKind.RESIDENT_ID, digits)
                .number()
                .isPresent();
    }
}
