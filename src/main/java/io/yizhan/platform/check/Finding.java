package io.yizhan.platform.check;

/**
 * Something that does not hold.
 *
 * @param rule name of the rule
 * @param object id of what breaks it; nothing personal
 */
public record Finding(String rule, String object, String detail) {
    @Override
    public String toString() {
        return rule + ": " + object + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
