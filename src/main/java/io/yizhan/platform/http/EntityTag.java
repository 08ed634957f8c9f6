package io.yizhan.platform.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strong entity tag, and whether a request's {@code If-None-Match} names it (RFC 9110, 8.8.3 and 13.1.2).
 *
 * @param opaque what stands between the quotes
 */
public record EntityTag(String opaque) {
    private static final int DIGEST_BYTES = 16;

    /** One list element: an entity tag with what surrounds it. A comma inside the quotes belongs to the tag. */
    private static final Pattern ELEMENT =
            Pattern.compile("[ \\t,]*(?:W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"[ \\t]*(?=,|$)");

    /** The tag of exactly these bytes: 128 bits of their SHA-256. */
    public static EntityTag of(byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new EntityTag(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES)));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** The tag of whatever this text determines. */
    public static EntityTag of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    /** As the {@code ETag} header carries it. */
    public String header() {
        return '"' + opaque + '"';
    }

    /**
     * True when a read may be answered with 304. The comparison is weak, as the condition demands: {@code W/} is passed
     * over. What is not a list of entity tags matches nothing.
     *
     * @param ifNoneMatch the values of all {@code If-None-Match} lines of the request
     */
    public boolean isNamedBy(List<String> ifNoneMatch) {
        var list = String.join(",", ifNoneMatch).strip();
        return list.equals("*") || isElementOf(list);
    }

    private boolean isElementOf(String list) {
        Matcher element = ELEMENT.matcher(list);
        while (element.lookingAt()) {
            if (element.group(1).equals(opaque)) {
                return true;
            }
            element.region(element.end(), list.length());
        }
        return false;
    }
}
