package io.yizhan.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** An opaque keyset cursor. It names the last row seen and grants nothing: every list repeats its own predicate. */
public final class Cursor {
    private Cursor() {}

    public static String of(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    public static String of(UUID id) {
        return of(id.toString());
    }

    public static String of(long number) {
        return of(Long.toString(number));
    }

    /** The number a cursor names. */
    public static long number(String cursor) {
        try {
            return Long.parseLong(position(cursor));
        } catch (NumberFormatException notANumber) {
            throw invalid();
        }
    }

    /** The id a cursor names. */
    public static UUID id(String cursor) {
        try {
            return UUID.fromString(position(cursor));
        } catch (IllegalArgumentException notAnId) {
            throw invalid();
        }
    }

    /** @throws Problem {@code cursor-invalid} when it was not made by {@link #of} */
    public static String position(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw invalid();
        }
    }

    /**
     * A page of rows of which one more was read than it shows, to see whether another page follows.
     *
     * @param cursor of the last row that is shown
     */
    public static <T, P> P page(
            List<T> found, int limit, Function<T, String> cursor, BiFunction<List<T>, Optional<String>, P> page) {
        return found.size() <= limit
                ? page.apply(found, Optional.empty())
                : page.apply(found.subList(0, limit), Optional.of(cursor.apply(found.get(limit - 1))));
    }

    public static Problem invalid() {
        return Problem.of(ProblemType.CURSOR_INVALID, "请从第一页重新开始。", "Start again from the first page.")
                .fault("query:cursor", "invalid", "不是本服务给出的翻页标记", "not a cursor this service has handed out");
    }
}
