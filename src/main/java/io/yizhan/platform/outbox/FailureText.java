package io.yizhan.platform.outbox;

import java.util.Optional;
import java.util.regex.Pattern;

/** Why something failed, short enough for a column and without anything that could be a number of somebody. */
public final class FailureText {
    private static final int LONGEST = 300;
    private static final Pattern NUMBERS = Pattern.compile("\\d{6,}[Xx]?");

    private FailureText() {}

    public static String of(Throwable failure) {
        var said = Optional.ofNullable(failure.getMessage())
                .map(text -> ": " + text)
                .orElse("");
        var text = NUMBERS.matcher(failure.getClass().getSimpleName() + said).replaceAll("…");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
