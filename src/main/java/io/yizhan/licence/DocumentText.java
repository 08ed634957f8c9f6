package io.yizhan.licence;

import io.yizhan.licence.PaperBlock.Field;
import io.yizhan.licence.PaperBlock.Fields;
import io.yizhan.licence.PaperBlock.Gloss;
import io.yizhan.licence.PaperBlock.Heading;
import io.yizhan.licence.PaperBlock.Issued;
import io.yizhan.licence.PaperBlock.Line;
import io.yizhan.licence.PaperBlock.Numbered;
import io.yizhan.licence.PaperBlock.Paragraph;
import io.yizhan.platform.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a document: what was decided, on what ground, what follows, and what can be done against it. Pure. */
final class DocumentText {
    private static final String LAW = "《中华人民共和国行政许可法》";

    private final DocumentData data;
    private final List<PaperBlock> blocks = new ArrayList<>();

    private DocumentText(DocumentData data) {
        this.data = data;
    }

    /** @param address what the QR code holds */
    static Paper paper(DocumentData data, String applicant, Instant at, String address, VerificationCode code) {
        var text = new DocumentText(data);
        text.write(applicant);
        var title = title(data);
        return new Paper(
                data.number(),
                at,
                title.zh(),
                title.en(),
                data.number(),
                text.blocks,
                new Paper.Verification(address, code.printed()),
                Optional.empty());
    }

    static Text title(DocumentData data) {
        return switch (data.outcome()) {
            case "accepted", "acceptedBySilence" -> new Text("受理通知书", "Notice of acceptance");
            case "notAccepted", "transferred" -> new Text("不予受理通知书", "Notice of non-acceptance");
            case "correctionRequested" -> new Text("补正材料一次性告知书", "Notice of everything to be corrected");
            case "extended" -> new Text("延长办理期限告知书", "Notice of extension");
            case "suspended" -> new Text("特别程序告知书", "Notice of a special procedure");
            case "granted" ->
                data.isLicensing()
                        ? new Text("准予行政许可决定书", "Decision to grant the licence")
                        : new Text("准予办理决定书", "Decision to grant");
            default ->
                data.isLicensing()
                        ? new Text("不予行政许可决定书", "Decision to refuse the licence")
                        : new Text("不予办理决定书", "Decision to refuse");
        };
    }

    private void write(String applicant) {
        blocks.add(new Paragraph(applicant + "：", false));
        switch (data.outcome()) {
            case "accepted", "acceptedBySilence" -> acceptance();
            case "notAccepted" -> nonAcceptance();
            case "transferred" -> transfer();
            case "correctionRequested" -> correction();
            case "extended" -> extension();
            case "suspended" -> suspension();
            case "granted" -> grant();
            default -> refusal();
        }
        if (isAdverse()) {
            remedies();
        }
        blocks.add(new Line());
        blocks.add(new Fields(List.of(
                new Field("办理事项", "Item", data.itemNameZh()),
                new Field("办件编号", "Case", data.officialNumber()),
                new Field("查询号", "Query number", data.queryNumber()))));
        blocks.add(new Issued(data.departmentNameZh(), data.departmentNameEn(), LicencePaper.zh(data.dated())));
    }

    private boolean isAdverse() {
        return data.kind() == DocumentKind.NON_ACCEPTANCE_NOTICE
                || data.outcome().equals("refused");
    }

    private String application() {
        return "你（单位）于 " + LicencePaper.zh(data.submittedOn()) + "提出的“" + data.itemNameZh() + "”申请收悉。";
    }

    private String applicationEn() {
        return "Your application of " + data.submittedOn() + " (" + data.itemNameEn() + ")";
    }

    private void paragraph(String zh) {
        blocks.add(new Paragraph(zh, true));
    }

    private void gloss(String en) {
        blocks.add(new Gloss(en));
    }

    private void acceptance() {
        var since = data.since().map(LicencePaper::zh).orElse(LicencePaper.zh(data.dated()));
        if (data.outcome().equals("accepted")) {
            paragraph(application() + "经审查，符合受理条件，依据" + LAW + "第三十二条的规定，决定自 " + since + "起予以受理。");
            gloss(applicationEn() + " has been accepted (Administrative Licensing Law, article 32).");
        } else {
            paragraph(application() + "本机关未在法定期限内告知需要补正的内容，依据" + LAW + "第三十二条的规定，自收到申请之日即 " + since + "起即为受理。");
            gloss(applicationEn() + " was not answered in time and counts as accepted on the day of receipt, "
                    + data.since().orElse(data.dated()) + " (Administrative Licensing Law, article 32).");
        }
        data.dueOn().ifPresent(due -> {
            paragraph("承诺于 " + LicencePaper.zh(due) + "前办结"
                    + data.statutoryDueOn()
                            .map(last -> "，法定期限至 " + LicencePaper.zh(last))
                            .orElse("")
                    + "。法定不计入期限的时间除外。");
            gloss("To be decided by " + due + "; time the law does not count comes on top.");
        });
        if (!data.owed().isEmpty()) {
            paragraph("下列材料须在所列日期前补齐。逾期未补齐的：尚未作出决定的，终止办理；已发证照的，自逾期之日起暂扣，限期改正后仍未补齐的，予以撤销。");
            blocks.add(new Numbered(data.owed().stream()
                    .map(owed -> owed.nameZh() + "（" + owed.materialType() + "），" + LicencePaper.zh(owed.dueOn()) + "前")
                    .toList()));
            gloss(
                    "The materials listed may follow until the dates stated. If they do not, the case is closed; a licence already issued is"
                            + " withheld, and revoked if they have still not come after a further term.");
        }
    }

    private void nonAcceptance() {
        paragraph(application() + "经审查，依据" + LAW + "第三十二条的规定，决定不予受理。理由如下：");
        paragraph(data.reason().orElse(""));
        gloss(applicationEn() + " is not accepted, for the reasons above (Administrative Licensing Law, article 32).");
    }

    private void transfer() {
        paragraph(application() + "该事项依法不属于本机关职权范围，依据" + LAW + "第三十二条的规定，决定不予受理。请向有权机关提出申请：");
        paragraph(data.reason().orElse(""));
        gloss(applicationEn() + " lies outside this authority's powers; please apply to the authority named above.");
    }

    private void correction() {
        paragraph(application() + "经审查，申请材料不齐全或者不符合法定形式。依据" + LAW + "第三十二条的规定，现一次性告知需要补正的全部内容：");
        blocks.add(new Numbered(data.defects().stream()
                .map(defect -> defect.nameZh() + "（" + bare(defect.about()) + "）：" + defect.reason())
                .toList()));
        data.supplyBy().ifPresent(last -> {
            paragraph("请于 " + LicencePaper.zh(last) + "前一次补齐；逾期未补正的，本件将终止办理，你（单位）可以重新申请。");
            gloss("This is the complete list. Please supply everything by " + last
                    + "; otherwise the case is closed and you may apply again.");
        });
    }

    /** The code or name after {@code material:} or {@code form:}. */
    private static String bare(String about) {
        return about.substring(about.indexOf(':') + 1);
    }

    private void extension() {
        paragraph(application() + "因下列原因不能在规定期限内作出决定，经本机关负责人批准，依据" + LAW + "第四十二条的规定，延长办理期限 "
                + data.days().orElse(0) + " 个工作日：");
        paragraph(data.reason().orElse(""));
        data.dueOn().ifPresent(due -> paragraph("延长后的办结日期为 " + LicencePaper.zh(due) + "。"));
        gloss("The limit is extended by " + data.days().orElse(0)
                + " working days with the head's approval, for the reasons above (article 42)"
                + data.dueOn().map(due -> "; now due on " + due).orElse("") + ".");
    }

    private void suspension() {
        paragraph(application() + "因需依法进行" + data.procedureZh().orElse("特别程序") + "，依据" + LAW
                + "第四十五条的规定，所需时间不计算在办理期限内。"
                + data.estimatedUntil()
                        .map(until -> "预计至 " + LicencePaper.zh(until) + "。")
                        .orElse(""));
        data.reason().ifPresent(this::paragraph);
        gloss("The clock stops for: " + data.procedureEn().orElse("a special procedure") + " (article 45)"
                + data.estimatedUntil()
                        .map(until -> "; expected until " + until)
                        .orElse("") + ".");
    }

    private void grant() {
        paragraph(application() + "经审查，符合法定条件、标准，依据" + (data.isLicensing() ? LAW + "第三十八条第一款及" : "") + basis()
                + "的规定，决定准予" + (data.isLicensing() ? "行政许可" : "办理") + "。");
        data.reason().ifPresent(this::paragraph);
        gloss(applicationEn() + " is granted. The result will be delivered within ten days (article 44).");
    }

    private void refusal() {
        paragraph(application() + "经审查，依据" + (data.isLicensing() ? LAW + "第三十八条第二款及" : "") + basis() + "的规定，决定不予"
                + (data.isLicensing() ? "行政许可" : "办理") + "。理由如下：");
        paragraph(data.reason().orElse(""));
        gloss(applicationEn() + " is refused, for the reasons above.");
    }

    private String basis() {
        return data.legalBasis().isEmpty() ? "有关法律、法规" : String.join("、", data.legalBasis());
    }

    private void remedies() {
        blocks.add(new Heading("救济途径　Remedies"));
        paragraph("如对本" + (data.outcome().equals("refused") ? "决定" : "通知")
                + "不服，可以自收到之日起六十日内依法申请行政复议，也可以自收到之日起六个月内依法向人民法院提起行政诉讼。");
        gloss(
                "You may apply for administrative reconsideration within 60 days, or bring an action before the people's court within six"
                        + " months, of receiving this document.");
    }
}
