package io.yizhan.licence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is printed, free of how. The same paper always becomes the same bytes.
 *
 * @param name names the document inside the file, unlike any other
 * @param at the moment the file states as its making
 * @param number shown at the top right
 * @param watermark laid over every page
 */
record Paper(
        String name,
        Instant at,
        String title,
        String gloss,
        String number,
        List<PaperBlock> blocks,
        Verification verification,
        Optional<String> watermark) {
    Paper {
        blocks = List.copyOf(blocks);
    }

    /** @param address what the QR code holds */
    record Verification(String address, String code) {}
}
