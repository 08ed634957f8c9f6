package io.yizhan.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;

/** Grades identity numbers of an explicit kind. Knows the date and whether demonstration regions are allowed, nothing else. */
@Singleton
public final class IdentityNumbers {
    private static final char FULL_WIDTH_FIRST = '！';
    private static final char FULL_WIDTH_LAST = '～';
    private static final int FULL_WIDTH_SHIFT = '！' - '!';

    private final Clock clock;
    private final boolean demoRegion;

    @Inject
    IdentityNumbers(Clock clock, IdentityConfig config) {
        this(clock, config.demoRegion());
    }

    IdentityNumbers(Clock clock, boolean demoRegion) {
        this.clock = clock;
        this.demoRegion = demoRegion;
    }

    public GradedNumber grade(IdentityKind kind, String raw) {
        var normalised = normalise(raw);
        if (!kind.isPerson()) {
            return CreditCodes.grade(normalised, demoRegion);
        }
        return new PersonNumbers(LocalDate.now(clock), demoRegion).grade(kind, normalised);
    }

    /** Input methods leave full-width characters and small letters behind; both mean the same number. */
    static String normalise(String raw) {
        var text = raw.strip();
        var narrow = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            narrow.append(c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST ? (char) (c - FULL_WIDTH_SHIFT) : c);
        }
        return narrow.toString().toUpperCase(Locale.ROOT);
    }
}
