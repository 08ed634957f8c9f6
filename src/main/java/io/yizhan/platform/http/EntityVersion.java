package io.yizhan.platform.http;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version of an object as an entity tag, and what {@code If-Match} says of it (RFC 9110). */
public final class EntityVersion {
    private static final Pattern TAG = Pattern.compile("\"(\\d{1,9})\"");

    private EntityVersion() {}

    public static String tag(int version) {
        return "\"" + version + "\"";
    }

    /** @throws Problem {@code version-required} when the header is missing, {@code version-changed} when it cannot be ours */
    public static int expected(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw Problem.of(ProblemType.VERSION_REQUIRED, "请带上读取时得到的 ETag。", "Send the ETag you got when reading it.")
                    .fault("header:If-Match", "required", "必填", "is required");
        }
        var tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw Problem.of(ProblemType.VERSION_CHANGED);
        }
        return Integer.parseInt(tag.group(1));
    }
}
