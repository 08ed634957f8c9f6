package io.yizhan.licence;

import io.yizhan.licence.PaperBlock.Field;
import io.yizhan.licence.PaperBlock.Fields;
import io.yizhan.licence.PaperBlock.Gloss;
import io.yizhan.licence.PaperBlock.Issued;
import io.yizhan.licence.PaperBlock.Line;
import io.yizhan.licence.PaperBlock.Paragraph;
import io.yizhan.platform.HallClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a licence and a copy of it look like. Pure.
 *
 * @param issuerZh name of the department
 * @param basis official number of the case
 */
record LicencePaper(
        String identifier,
        String nameZh,
        String nameEn,
        String holderName,
        String issuerZh,
        String issuerEn,
        String serial,
        LocalDate issuedOn,
        LocalDate validFrom,
        Optional<LocalDate> validUntil,
        Optional<String> basis,
        VerificationCode code,
        String publicAddress,
        Instant at) {
    private static final DateTimeFormatter ZH = DateTimeFormatter.ofPattern("yyyy年M月d日");

    /**
     * What a copy is for.
     *
     * @param recipient for whom
     */
    record Purpose(String copy, String purpose, String recipient, LocalDate until, Instant at) {
        String watermark() {
            return "仅限用于：" + purpose + "　提供给：" + recipient + "　有效至：" + until;
        }
    }

    Paper original() {
        return new Paper(identifier, at, nameZh, nameEn, serial, blocks(), verification(), Optional.empty());
    }

    Paper copy(Purpose purpose) {
        var blocks = new ArrayList<PaperBlock>(blocks());
        blocks.add(new Line());
        blocks.add(new Paragraph(
                "本件为电子证照复制件，仅限“" + purpose.recipient() + "”用于“" + purpose.purpose() + "”，有效至 " + zh(purpose.until())
                        + "，逾期或另作他用无效。",
                false));
        blocks.add(new Gloss("A copy for the stated recipient and purpose only, good until " + purpose.until() + "."));
        return new Paper(
                purpose.copy(),
                purpose.at(),
                nameZh,
                nameEn,
                serial,
                blocks,
                verification(),
                Optional.of(purpose.watermark()));
    }

    private List<PaperBlock> blocks() {
        var fields = new ArrayList<Field>();
        fields.add(new Field("持证主体", "Holder", holderName));
        fields.add(new Field("证照名称", "Licence", nameZh));
        fields.add(new Field("证照编号", "Serial number", serial));
        fields.add(new Field("电子证照标识", "Identifier", identifier));
        fields.add(new Field("发证机关", "Issued by", issuerZh));
        fields.add(new Field(
                "有效期",
                "Valid",
                zh(validFrom) + " 至 " + validUntil.map(LicencePaper::zh).orElse("长期")));
        basis.ifPresent(number -> fields.add(new Field("依据办件", "Case", number)));
        return List.of(
                new Fields(fields),
                new Paragraph("本电子证照与纸质证照具有同等法律效力。现状以扫码核验结果为准。", false),
                new Gloss(
                        "This electronic licence has the same force as one on paper. What it is worth today, its code tells."),
                new Issued(issuerZh, issuerEn, zh(issuedOn)));
    }

    private Paper.Verification verification() {
        return new Paper.Verification(code.address(publicAddress), code.printed());
    }

    static String zh(LocalDate day) {
        return ZH.format(day);
    }

    static String zh(Instant moment) {
        return zh(LocalDate.ofInstant(moment, HallClock.BUSINESS_ZONE));
    }
}
