package io.yizhan.licence;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.licence.DocumentData.Defect;
import io.yizhan.licence.DocumentData.OwedMaterial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class DocumentTextTest {
    private static final PrintPaper PRINTER = new PrintPaper(PaperFont.load());

    private static DocumentData data(DocumentKind kind, String outcome) {
        return new DocumentData(
                kind,
                "GAJ-" + kind.letters() + "-2026-000001",
                LocalDate.of(2026, 11, 25),
                outcome,
                "1153040200000006XB4000109001000202611240001",
                "A1B2C-3D4E5-F6G",
                "1153040200000006XB4000109001000",
                "户口迁移",
                "Household transfer",
                true,
                "1153040200000006XB",
                "玉溪市公安局红塔分局",
                "Hongta Branch, Yuxi Public Security Bureau",
                LocalDate.of(2026, 11, 24),
                List.of("《中华人民共和国户口登记条例》第十条"),
                Optional.of("经办人意见。"),
                Optional.of(LocalDate.of(2026, 11, 24)),
                Optional.of(LocalDate.of(2026, 12, 8)),
                Optional.of(LocalDate.of(2026, 12, 22)),
                List.of(new Defect("material:IDN002", "居民户口簿", "缺少户主页"), new Defect("form:address", "表单内容", "门牌号不清楚")),
                Optional.of(LocalDate.of(2026, 12, 15)),
                List.of(new OwedMaterial("IDN004", "出生医学证明", LocalDate.of(2026, 12, 20))),
                Optional.of(10),
                Optional.of("专家评审"),
                Optional.of("expert review"),
                Optional.of(LocalDate.of(2026, 12, 30)));
    }

    private static String printed(DocumentKind kind, String outcome) throws IOException {
        var code = new VerificationCode("0123456789ABCDEFGHJK");
        var pdf = PRINTER.print(DocumentText.paper(
                data(kind, outcome), "王小明", Instant.parse("2026-11-25T02:00:00Z"), code.address("https://hall"), code));
        Files.createDirectories(Path.of("target", "papers"));
        Files.write(Path.of("target", "papers", outcome + ".pdf"), pdf);
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\s", "");
        }
    }

    @Test
    void acceptsFromADayAndSaysUntilWhen() throws IOException {
        assertThat(printed(DocumentKind.ACCEPTANCE_NOTICE, "accepted"))
                .contains("受理通知书", "王小明：", "2026年11月24日起予以受理", "承诺于2026年12月8日前办结", "出生医学证明（IDN004），2026年12月20日前")
                .doesNotContain("救济途径");
        assertThat(printed(DocumentKind.ACCEPTANCE_NOTICE, "acceptedBySilence")).contains("即为受理");
    }

    @Test
    void refusesToAcceptWithReasonsAndRemedies() throws IOException {
        assertThat(printed(DocumentKind.NON_ACCEPTANCE_NOTICE, "notAccepted"))
                .contains("不予受理通知书", "经办人意见。", "救济途径", "六十日内依法申请行政复议", "六个月内依法向人民法院提起行政诉讼");
        assertThat(printed(DocumentKind.NON_ACCEPTANCE_NOTICE, "transferred")).contains("请向有权机关提出申请", "救济途径");
    }

    @Test
    void listsEveryDefectAtOnce() throws IOException {
        assertThat(printed(DocumentKind.CORRECTION_NOTICE, "correctionRequested"))
                .contains("居民户口簿（IDN002）：缺少户主页", "表单内容（address）：门牌号不清楚", "2026年12月15日前一次补齐")
                .doesNotContain("救济途径");
    }

    @Test
    void saysHowLongAnExtensionIsAndWhy() throws IOException {
        assertThat(printed(DocumentKind.EXTENSION_NOTICE, "extended"))
                .contains("延长办理期限10个工作日", "经本机关负责人批准", "经办人意见。", "2026年12月8日");
    }

    @Test
    void saysHowLongAProcedureIsExpectedToTake() throws IOException {
        assertThat(printed(DocumentKind.SUSPENSION_NOTICE, "suspended")).contains("专家评审", "第四十五条", "预计至2026年12月30日");
    }

    @Test
    void decidesWithBasisAndOnlyARefusalHasRemedies() throws IOException {
        assertThat(printed(DocumentKind.DECISION, "granted"))
                .contains("准予行政许可决定书", "户口登记条例", "决定准予行政许可")
                .doesNotContain("救济途径");
        assertThat(printed(DocumentKind.DECISION, "refused")).contains("不予行政许可决定书", "经办人意见。", "六十日内", "六个月内");
    }
}
