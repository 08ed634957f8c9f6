package io.yizhan.platform.http;

import org.jspecify.annotations.Nullable;

/** {@code If-None-Match} by weak comparison (RFC 9110, 13.1.2). */
public final class EntityTagMatch {
    private EntityTagMatch() {}

    /** @param etag with its quotes */
    public static boolean matches(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        var header = ifNoneMatch.strip();
        return header.equals(etag) || header.equals("*") || contains(header, etag);
    }

    private static boolean contains(String header, String etag) {
        for (int at = header.indexOf(etag); at >= 0; at = header.indexOf(etag, at + 1)) {
            var end = at + etag.length();
            if (isBoundaryBefore(header, at) && (end == header.length() || isSeparator(header.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBoundaryBefore(String header, int at) {
        var start = header.startsWith("W/", at - 2) ? at - 2 : at;
        return start == 0 || isSeparator(header.charAt(start - 1));
    }

    private static boolean isSeparator(char character) {
        return character == ',' || character == ' ' || character == '\t';
    }
}
