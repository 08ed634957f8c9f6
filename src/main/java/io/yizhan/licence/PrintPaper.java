package io.yizhan.licence;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import io.yizhan.licence.PaperBlock.Field;
import io.yizhan.licence.PaperBlock.Fields;
import io.yizhan.licence.PaperBlock.Gloss;
import io.yizhan.licence.PaperBlock.Heading;
import io.yizhan.licence.PaperBlock.Issued;
import io.yizhan.licence.PaperBlock.Line;
import io.yizhan.licence.PaperBlock.Numbered;
import io.yizhan.licence.PaperBlock.Paragraph;
import io.yizhan.platform.HallClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;

/** Sets a paper on A4 pages as PDF. Points throughout; y grows upwards. Blocking, some tens of milliseconds; not for two threads. */
final class PrintPaper {
    private static final PDRectangle SHEET = PDRectangle.A4;
    private static final float MARGIN = 68;
    private static final float WIDTH = SHEET.getWidth() - 2 * MARGIN;
    private static final float TOP = SHEET.getHeight() - 72;
    /** Below it nothing but the foot: the QR code, its words and the page number. */
    private static final float FOOT = 150;

    private static final float QR_SIZE = 78;
    private static final float TITLE = 20;
    private static final float BODY = 11.5f;
    private static final float GLOSS = 9;
    private static final float SMALL = 8;
    private static final float LABEL_WIDTH = 130;

    private static final float BLACK = 0.1f;
    private static final float GREY = 0.42f;

    private final PaperFont font;

    PrintPaper(PaperFont font) {
        this.font = font;
    }

    byte[] print(Paper paper) {
        try (var document = new PDDocument()) {
            describe(document, paper);
            new Setting(document, paper).set();
            var bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException | WriterException impossible) {
            throw new IllegalStateException("a document cannot be printed", impossible);
        }
    }

    /** Everything a PDF would otherwise take from the moment it is made. */
    private static void describe(PDDocument document, Paper paper) {
        var about = new PDDocumentInformation();
        about.setTitle(paper.title() + " " + paper.number());
        about.setProducer("Yizhan");
        var made = GregorianCalendar.from(paper.at().atZone(HallClock.BUSINESS_ZONE));
        about.setCreationDate(made);
        about.setModificationDate(made);
        document.setDocumentInformation(about);
        document.setDocumentId((long) paper.name().hashCode());
        document.getDocumentCatalog().setLanguage("zh-CN");
    }

    /** The setting of one paper: where the next line goes, and on which page. */
    private final class Setting {
        private final PDDocument document;
        private final Paper paper;
        private final PDFont embedded;
        private final List<PDPageContentStream> sheets = new ArrayList<>();
        private PDPageContentStream out;
        private float y;

        Setting(PDDocument document, Paper paper) throws IOException {
            this.document = document;
            this.paper = paper;
            this.embedded = font.embedIn(document);
            this.out = newSheet();
        }

        void set() throws IOException, WriterException {
            head();
            for (var block : paper.blocks()) {
                block(block);
            }
            for (int i = 0; i < sheets.size(); i++) {
                out = sheets.get(i);
                foot(i + 1);
                watermark();
                out.close();
            }
        }

        private PDPageContentStream newSheet() throws IOException {
            var page = new PDPage(SHEET);
            document.addPage(page);
            var sheet = new PDPageContentStream(document, page);
            sheets.add(sheet);
            y = TOP;
            return sheet;
        }

        /** A page more when the height is not there. */
        private void need(float height) throws IOException {
            if (y - height < FOOT) {
                out = newSheet();
            }
        }

        private void head() throws IOException {
            for (var line : lines(paper.title(), TITLE, 0, WIDTH)) {
                y -= TITLE * 1.4f;
                bold(line, (SHEET.getWidth() - width(line, TITLE)) / 2, TITLE);
            }
            y -= GLOSS * 1.8f;
            var gloss = font.printable(paper.gloss());
            text(gloss, (SHEET.getWidth() - width(gloss, GLOSS)) / 2, GLOSS, GREY);
            y -= BODY * 2.2f;
            var number = font.printable(paper.number());
            text(number, SHEET.getWidth() - MARGIN - width(number, BODY), BODY, BLACK);
            y -= 10;
            rule();
            y -= 6;
        }

        private void block(PaperBlock block) throws IOException {
            if (block instanceof Paragraph paragraph) {
                running(paragraph.text(), BODY, paragraph.isIndented() ? 2 * BODY : 0, BLACK, 1.75f);
                y -= 4;
            } else if (block instanceof Gloss gloss) {
                running(gloss.text(), GLOSS, 0, GREY, 1.5f);
                y -= 5;
            } else if (block instanceof Heading heading) {
                need(BODY * 4);
                y -= BODY * 2f;
                bold(font.printable(heading.text()), MARGIN, BODY);
                y -= 3;
            } else if (block instanceof Fields fields) {
                for (var field : fields.fields()) {
                    field(field);
                }
                y -= 6;
            } else if (block instanceof Numbered numbered) {
                numbered(numbered.entries());
            } else if (block instanceof Issued issued) {
                issued(issued);
            } else if (block instanceof Line) {
                need(BODY);
                y -= 10;
                rule();
            }
        }

        private void running(String text, float size, float indent, float grey, float leading) throws IOException {
            var first = indent;
            for (var line : lines(text, size, indent, WIDTH)) {
                need(size * leading);
                y -= size * leading;
                text(line, MARGIN + first, size, grey);
                first = 0;
            }
        }

        private void field(Field field) throws IOException {
            var values = lines(field.value(), BODY, 0, WIDTH - LABEL_WIDTH);
            need(BODY * 1.7f * Math.max(1, values.size()) + GLOSS);
            y -= BODY * 1.75f;
            text(font.printable(field.label()), MARGIN, BODY, GREY);
            var top = y;
            for (var line : values) {
                text(line, MARGIN + LABEL_WIDTH, BODY, BLACK);
                y -= BODY * 1.45f;
            }
            y += BODY * 1.45f;
            var below = y;
            y = top - GLOSS * 1.25f;
            text(font.printable(field.gloss()), MARGIN, SMALL, GREY);
            y = Math.min(below, y) - 2;
        }

        private void numbered(List<String> entries) throws IOException {
            var hanging = 2 * BODY;
            for (int i = 0; i < entries.size(); i++) {
                var isFirst = true;
                for (var line : lines(entries.get(i), BODY, 0, WIDTH - hanging)) {
                    need(BODY * 1.7f);
                    y -= BODY * 1.7f;
                    if (isFirst) {
                        text((i + 1) + ".", MARGIN, BODY, BLACK);
                    }
                    text(line, MARGIN + hanging, BODY, BLACK);
                    isFirst = false;
                }
            }
            y -= 4;
        }

        private void issued(Issued issued) throws IOException {
            need(BODY * 7);
            y -= BODY * 2.6f;
            right(issued.by(), BODY, BLACK);
            y -= BODY * 1.2f;
            right(issued.gloss(), SMALL, GREY);
            y -= BODY * 1.7f;
            right(issued.on(), BODY, BLACK);
        }

        private void right(String text, float size, float grey) throws IOException {
            for (var line : lines(text, size, 0, WIDTH)) {
                text(line, SHEET.getWidth() - MARGIN - width(line, size), size, grey);
            }
        }

        private void rule() throws IOException {
            out.setStrokingColor(0.72f, 0.12f, 0.12f);
            out.setLineWidth(0.9f);
            out.moveTo(MARGIN, y);
            out.lineTo(SHEET.getWidth() - MARGIN, y);
            out.stroke();
        }

        private void foot(int page) throws IOException, WriterException {
            qr(MARGIN, 52);
            y = 52 + QR_SIZE - 14;
            var beside = MARGIN + QR_SIZE + 12;
            text("扫码或输入验证码核验真伪与现状", beside, GLOSS, BLACK);
            y -= 12;
            text("Scan, or type the code, to verify this document and what it is worth today", beside, SMALL, GREY);
            y -= 16;
            text(paper.verification().code(), beside, BODY, BLACK);
            y -= 14;
            text(paper.number(), beside, SMALL, GREY);
            y = 36;
            var number = "第 " + page + " 页，共 " + sheets.size() + " 页";
            text(number, SHEET.getWidth() - MARGIN - width(number, SMALL), SMALL, GREY);
        }

        private void qr(float left, float bottom) throws IOException, WriterException {
            var hints = Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8.name());
            var matrix = Encoder.encode(paper.verification().address(), ErrorCorrectionLevel.M, hints)
                    .getMatrix();
            var module = QR_SIZE / matrix.getWidth();
            out.setNonStrokingColor(0f);
            for (int row = 0; row < matrix.getHeight(); row++) {
                for (int column = 0; column < matrix.getWidth(); column++) {
                    if (matrix.get(column, row) == 1) {
                        out.addRect(left + column * module, bottom + QR_SIZE - (row + 1) * module, module, module);
                    }
                }
            }
            out.fill();
        }

        private void watermark() throws IOException {
            if (paper.watermark().isEmpty()) {
                return;
            }
            var once = font.printable(paper.watermark().get());
            var mark = once + "　　　" + once;
            var faint = new PDExtendedGraphicsState();
            faint.setNonStrokingAlphaConstant(0.16f);
            out.saveGraphicsState();
            out.setGraphicsStateParameters(faint);
            out.setNonStrokingColor(0.75f, 0f, 0f);
            for (float down = -160; down < SHEET.getHeight(); down += 150) {
                out.beginText();
                out.setFont(embedded, 15);
                out.setTextMatrix(Matrix.getRotateInstance(Math.toRadians(28), 24, down));
                out.showText(mark);
                out.endText();
            }
            out.restoreGraphicsState();
        }

        private List<String> lines(String text, float size, float indent, float limit) {
            return BreakingLines.of(font.printable(text), limit, indent, character -> font.width(character, size));
        }

        private float width(String text, float size) {
            return font.width(text, size);
        }

        /** The font has one weight here; a stroke makes it bold. */
        private void bold(String text, float x, float size) throws IOException {
            out.setStrokingColor(BLACK);
            out.setLineWidth(size / 40);
            show(text, x, size, BLACK, RenderingMode.FILL_STROKE);
        }

        private void text(String text, float x, float size, float grey) throws IOException {
            show(text, x, size, grey, RenderingMode.FILL);
        }

        private void show(String text, float x, float size, float grey, @Nullable RenderingMode mode)
                throws IOException {
            if (text.isEmpty()) {
                return;
            }
            out.setNonStrokingColor(grey);
            out.beginText();
            out.setRenderingMode(mode);
            out.setFont(embedded, size);
            out.newLineAtOffset(x, y);
            out.showText(text);
            out.endText();
        }
    }
}
