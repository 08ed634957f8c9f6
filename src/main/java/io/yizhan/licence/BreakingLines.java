package io.yizhan.licence;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a text into lines: Chinese between any two characters, Latin words and numbers as wholes where they fit, and no line begins
 * with closing punctuation. Pure.
 */
final class BreakingLines {
    private static final String NEVER_FIRST = "，。、；：？！）〕》”’%,.;:?!)]";

    /** How wide a character is, in the unit of the line's width. */
    interface Width {
        float of(int character);
    }

    private final Width width;
    private final float limit;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private float used;

    private BreakingLines(Width width, float limit) {
        this.width = width;
        this.limit = limit;
    }

    /** @param indent what the first line has less */
    static List<String> of(String text, float limit, float indent, Width width) {
        var breaking = new BreakingLines(width, limit);
        breaking.used = indent;
        for (var paragraph : text.split("\n", -1)) {
            pieces(paragraph).forEach(breaking::add);
            breaking.end();
        }
        return List.copyOf(breaking.lines);
    }

    private static List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (standsAlone(character)) {
                flush(piece, pieces);
                pieces.add(Character.toString(character));
            } else {
                piece.appendCodePoint(character);
            }
        });
        flush(piece, pieces);
        return pieces;
    }

    private static void flush(StringBuilder piece, List<String> pieces) {
        if (piece.length() > 0) {
            pieces.add(piece.toString());
            piece.setLength(0);
        }
    }

    /** A Chinese character, a space, or a mark in full width. */
    private static boolean standsAlone(int character) {
        return character == ' ' || character > 0x2E7F;
    }

    private void add(String piece) {
        var needed = width(piece);
        if (used + needed <= limit || line.length() == 0 && needed <= limit) {
            append(piece, needed);
        } else if (needed > limit) {
            piece.codePoints().forEach(character -> add(Character.toString(character)));
        } else if (NEVER_FIRST.contains(piece)) {
            // it hangs over by the width of a mark rather than to begin a line
            append(piece, needed);
        } else {
            end();
            if (!piece.equals(" ")) {
                append(piece, needed);
            }
        }
    }

    private void append(String piece, float needed) {
        line.append(piece);
        used += needed;
    }

    private void end() {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        used = 0;
    }

    private float width(String piece) {
        return (float) piece.codePoints().mapToDouble(width::of).sum();
    }
}
