package io.yizhan.licence;

import java.util.List;

/** A part of a printed page, from top to bottom. */
sealed interface PaperBlock {
    /** @param isIndented whether its first line stands in by two characters, as Chinese paragraphs do */
    record Paragraph(String text, boolean isIndented) implements PaperBlock {}

    /** In the second language: smaller and lighter. */
    record Gloss(String text) implements PaperBlock {}

    record Heading(String text) implements PaperBlock {}

    /** A list of what stands where. */
    record Fields(List<Field> fields) implements PaperBlock {
        public Fields {
            fields = List.copyOf(fields);
        }
    }

    record Field(String label, String gloss, String value) {}

    record Numbered(List<String> entries) implements PaperBlock {
        public Numbered {
            entries = List.copyOf(entries);
        }
    }

    /** Who issues it and when, at the right. */
    record Issued(String by, String gloss, String on) implements PaperBlock {}

    record Line() implements PaperBlock {}
}
