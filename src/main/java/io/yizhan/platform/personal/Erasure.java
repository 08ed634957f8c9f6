package io.yizhan.platform.personal;

import io.yizhan.platform.Text;

/**
 * What became of one kind of data.
 *
 * @param erased how many are gone
 * @param kept how many stay
 * @param why what the rest is kept for, with the law that says so; empty texts when nothing is kept
 */
public record Erasure(String kind, long erased, long kept, Text why) {
    private static final Text NOTHING = new Text("", "");

    public static Erasure allOf(String kind, long erased) {
        return new Erasure(kind, erased, 0, NOTHING);
    }

    public static Erasure noneOf(String kind, long kept, Text why) {
        return new Erasure(kind, 0, kept, kept == 0 ? NOTHING : why);
    }
}
