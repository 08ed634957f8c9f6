package io.yizhan.platform.http;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.regex.Pattern;

/** Why somebody reads what belongs to somebody else: shown to them and kept in the audit trail, so it holds nothing personal itself. */
public final class AccessPurpose {
    /** As long as the shortest personal number. */
    private static final Pattern NUMBER = Pattern.compile("\\d{11}");

    private AccessPurpose() {}

    /**
     * The body of a reading. It is not a header, because headers cannot carry Chinese.
     *
     * @param purpose why, in 4 to 100 characters; kept where the person concerned reads it
     */
    public record Reading(
            @NotBlank @Size(min = 4, max = 100) String purpose) {
        public String checked() {
            return AccessPurpose.checked("/purpose", purpose);
        }
    }

    /** The text, refused when a resident or phone number may stand in it. */
    public static String checked(String pointer, String text) {
        if (NUMBER.matcher(text).find()) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault(pointer, "personal", "不得出现证件或电话号码", "must not hold a personal number");
        }
        return text.strip();
    }
}
