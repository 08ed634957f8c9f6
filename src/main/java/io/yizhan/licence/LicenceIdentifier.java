package io.yizhan.licence;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a licence is called wherever it goes (GB/T 36904): the root {@value #ROOT}, type code, issuer, serial, version and a check
 * character over everything after the root with the dots left out (ISO 7064 MOD 37,36).
 *
 * @param typeCode 21 characters: credit code of the body that defines the type, and three digits
 * @param issuer normally a credit code, 18 characters; elsewhere six digits of a region have been seen
 * @param serial the issuer's own
 * @param version 1 to 999
 */
record LicenceIdentifier(String typeCode, String issuer, String serial, int version) {
    static final String ROOT = "1.2.156.3005.2.";
    static final int LAST_VERSION = 999;

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int MODULUS = 36;
    private static final Pattern FORM = Pattern.compile(Pattern.quote(ROOT)
            + "([0-9A-Z]{18}\\d{3})\\.([0-9A-Z]{18}|\\d{6})\\.([0-9A-Z]{1,22})\\.(\\d{3})\\.([0-9A-Z])");

    LicenceIdentifier {
        if (version < 1 || version > LAST_VERSION) {
            throw new IllegalArgumentException("version out of range");
        }
    }

    /** An identifier as found elsewhere. A wrong check is a warning there; what the hall itself issues is never wrong. */
    record Read(LicenceIdentifier identifier, boolean isCheckRight) {}

    /** @throws IllegalArgumentException when it has another form */
    static Read read(String text) {
        var form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("not a licence identifier");
        }
        var identifier =
                new LicenceIdentifier(form.group(1), form.group(2), form.group(3), Integer.parseInt(form.group(4)));
        return new Read(identifier, identifier.check() == form.group(5).charAt(0));
    }

    LicenceIdentifier next() {
        return new LicenceIdentifier(typeCode, issuer, serial, version + 1);
    }

    char check() {
        return check(typeCode + issuer + serial + versionText());
    }

    /** @param body digits and capital letters */
    static char check(String body) {
        var product = MODULUS;
        for (int i = 0; i < body.length(); i++) {
            var sum = (product + value(body.charAt(i))) % MODULUS;
            product = (sum == 0 ? MODULUS : sum) * 2 % (MODULUS + 1);
        }
        return ALPHABET.charAt((MODULUS + 1 - product) % MODULUS);
    }

    private static int value(char character) {
        var value = ALPHABET.indexOf(character);
        if (value < 0) {
            throw new IllegalArgumentException("only digits and capital letters");
        }
        return value;
    }

    private String versionText() {
        return "%03d".formatted(version);
    }

    /** The whole identifier, with its check character. */
    @Override
    public String toString() {
        return ROOT + typeCode + "." + issuer + "." + serial + "." + versionText() + "." + check();
    }
}
