package io.yizhan.platform;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client calls one intended effect, so that repeating the call does not repeat the effect. Header {@code
 * Idempotency-Key}: 16 to 128 characters of {@code A-Za-z0-9_-}, bare or as a quoted structured-field string.
 */
public record IdempotencyKey(String value) {
    public static final String HEADER = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    /** @throws Problem {@code idempotency-key-missing} or {@code idempotency-key-invalid} */
    public static IdempotencyKey parse(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw Problem.of(
                            ProblemType.IDEMPOTENCY_KEY_MISSING,
                            "请为每次提交生成一个新的键，重试时沿用原键。",
                            "Make a new key for each submission and keep it when you repeat.")
                    .fault("header:" + HEADER, "required", "必填", "is required");
        }
        var bare = unquoted(header.strip());
        if (!FORM.matcher(bare).matches()) {
            throw Problem.of(ProblemType.IDEMPOTENCY_KEY_INVALID)
                    .fault("header:" + HEADER, "format", "须为 16 至 128 位字母、数字、_ 或 -", "16 to 128 of A-Z a-z 0-9 _ -");
        }
        return new IdempotencyKey(bare);
    }

    private static String unquoted(String header) {
        var isQuoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
        return isQuoted ? header.substring(1, header.length() - 1) : header;
    }
}
