package io.yizhan.platform.http;

import java.util.List;
import java.util.Locale;

/** Reads {@code Accept-Language} (RFC 4647 lookup) for the two languages there are. */
final class Preferred {
    private static final List<Locale> SPOKEN = List.of(Locale.CHINESE, Locale.ENGLISH);

    private Preferred() {}

    static boolean isEnglish(String accepted) {
        try {
            return Locale.ENGLISH.equals(Locale.lookup(Locale.LanguageRange.parse(accepted), SPOKEN));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
