package io.yizhan.platform.http;

import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client would like (RFC 7240); what cannot be read is no preference. */
public final class Preference {
    public static final CharSequence HEADER = HttpHeaders.createOptimized("prefer");

    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;]\\s*)wait\\s*=\\s*\"?(\\d{1,6})\"?(?:\\s*[,;]|\\s*$)");

    private Preference() {}

    /** How long the client would wait for a change, at most {@code longest}. */
    public static Optional<Duration> waitOf(@Nullable String prefer, Duration longest) {
        if (prefer == null) {
            return Optional.empty();
        }
        var wait = WAIT.matcher(prefer);
        if (!wait.find()) {
            return Optional.empty();
        }
        var asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
        return asked.isZero() ? Optional.empty() : Optional.of(asked.compareTo(longest) > 0 ? longest : asked);
    }
}
