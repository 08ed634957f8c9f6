package io.yizhan.licence;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.yizhan.licence.PaperBlock.Fields;
import io.yizhan.licence.PaperBlock.Issued;
import io.yizhan.licence.PaperBlock.Numbered;
import io.yizhan.licence.PaperBlock.Paragraph;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PrintPaperTest {
    private static final PaperFont FONT = PaperFont.load();
    private static final String ADDRESS = "https://hall.example/verify/#0123456789ABCDEFGHJK";

    private static Paper paper(List<PaperBlock> blocks, Optional<String> watermark) {
        return new Paper(
                "name",
                Instant.parse("2026-11-20T02:00:00Z"),
                "不予受理通知书",
                "Notice of non-acceptance",
                "GAJ-BS-2026-000001",
                blocks,
                new Paper.Verification(ADDRESS, "01234-56789-ABCDE-FGHJK"),
                watermark);
    }

    private static byte[] print(List<PaperBlock> blocks) {
        return new PrintPaper(FONT).print(paper(blocks, Optional.empty()));
    }

    private static String text(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void printsTheSamePaperAsTheSameBytes() {
        var blocks = List.<PaperBlock>of(new Paragraph("王小明：", false), new Paragraph("申请收悉。", true));

        assertThat(print(blocks)).isEqualTo(print(blocks));
        assertThat(new PrintPaper(PaperFont.load()).print(paper(blocks, Optional.empty())))
                .isEqualTo(print(blocks));
    }

    @Test
    void embedsOnlyTheCharactersItUses() throws IOException {
        var pdf = print(List.of(new Paragraph("申请收悉。", true)));

        assertThat(pdf.length).isLessThan(60_000);
        try (var document = Loader.loadPDF(pdf)) {
            var resources = document.getPage(0).getResources();
            for (var name : resources.getFontNames()) {
                assertThat(resources.getFont(name).isEmbedded()).isTrue();
                assertThat(resources.getFont(name).getName()).matches("[A-Z]{6}\\+NotoSansSC.*");
            }
        }
    }

    @Test
    void canBeReadBack() throws IOException {
        var pdf = print(List.of(
                new Paragraph("依据《中华人民共和国行政许可法》第三十二条。", true),
                new Fields(List.of(new PaperBlock.Field("持证主体", "Holder", "王小明"))),
                new Numbered(List.of("缺少户主页")),
                new Issued("红塔公安分局", "Public Security", "2026年11月20日")));

        assertThat(text(pdf)).contains("不予受理通知书", "第三十二条", "王小明", "缺少户主页", "2026年11月20日", "01234-56789-ABCDE-FGHJK");
    }

    @Test
    void goesOnOverAsManyPagesAsItTakes() throws IOException {
        var blocks = new ArrayList<PaperBlock>();
        IntStream.rangeClosed(1, 60).forEach(i -> blocks.add(new Paragraph("第" + i + "段。", true)));
        var pdf = print(blocks);

        try (var document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(3);
        }
        assertThat(text(pdf)).contains("第60段。", "第 1 页，共 3 页", "第 3 页，共 3 页");
    }

    @Test
    void holdsAQrCodeThatLeadsToItsVerification() throws Exception {
        var pdf = print(List.of(new Paragraph("申请收悉。", true)));
        try (var document = Loader.loadPDF(pdf)) {
            var image = new PDFRenderer(document).renderImageWithDPI(0, 150);
            // the lower left part, so that nothing else looks like a code
            var part = image.getSubimage(0, image.getHeight() * 3 / 4, image.getWidth() / 2, image.getHeight() / 4);
            var pixels = part.getRGB(0, 0, part.getWidth(), part.getHeight(), null, 0, part.getWidth());
            var source = new RGBLuminanceSource(part.getWidth(), part.getHeight(), pixels);
            assertThat(new QRCodeReader()
                            .decode(new BinaryBitmap(new HybridBinarizer(source)))
                            .getText())
                    .isEqualTo(ADDRESS);
        }
    }

    @Test
    void putsAGetaWhereTheFontLacksACharacter() throws IOException {
        assertThat(text(print(List.of(new Paragraph("王\uD869\uDEA5\u0E01", false)))))
                .contains("王", "〓");
    }

    @Test
    void laysAWatermarkOverThePage() throws IOException {
        var blocks = List.<PaperBlock>of(new Paragraph("正文", false));
        var marked = new PrintPaper(FONT).print(paper(blocks, Optional.of("仅限贷款")));

        assertThat(text(marked)).contains("仅限贷款");
        assertThat(text(print(blocks))).doesNotContain("仅限贷款");
    }
}
