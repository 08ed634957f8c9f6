package io.yizhan.licence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Noto Sans SC, of which every document embeds the characters it uses. One thread at a time: it reads from one stream. */
final class PaperFont {
    private static final String RESOURCE = "/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf";

    /** Stands for a character the font lacks, as printers do. */
    private static final int GETA = 0x3013;

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final float unitsPerEm;

    private PaperFont(TrueTypeFont font) throws IOException {
        this.font = font;
        this.glyphs = font.getUnicodeCmapLookup();
        this.unitsPerEm = font.getUnitsPerEm();
    }

    static PaperFont load() {
        try (var stream = Optional.ofNullable(PaperFont.class.getResourceAsStream(RESOURCE))
                .orElseThrow(() -> new IllegalStateException(RESOURCE + " is not packaged"))) {
            return new PaperFont(new TTFParser().parse(new RandomAccessReadBuffer(stream)));
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    PDFont embedIn(PDDocument document) throws IOException {
        return PDType0Font.load(document, font, true);
    }

    /** What can be printed of a text. */
    String printable(String text) {
        var printable = new StringBuilder(text.length());
        text.codePoints()
                .map(character -> character == '\n' || glyphs.getGlyphId(character) != 0 ? character : GETA)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }

    float width(int character, float size) {
        try {
            return font.getAdvanceWidth(glyphs.getGlyphId(character)) / unitsPerEm * size;
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    float width(String text, float size) {
        return (float) text.codePoints()
                .mapToDouble(character -> width(character, size))
                .sum();
    }
}
