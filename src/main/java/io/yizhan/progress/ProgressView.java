package io.yizhan.progress;

import io.yizhan.casework.CaseStanding;
import io.yizhan.casework.CaseState;
import io.yizhan.casework.ClockState;
import io.yizhan.casework.PaperToBring;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Item;
import io.yizhan.platform.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What anyone who has the query number may see. Both languages in one body, so that one copy serves all.
 *
 * @param promisedOn the promised date; counted from the day of acceptance
 * @param dueOn since acceptance: when it is due
 * @param estimatedUntil while it rests: until when, as far as was told
 * @param isProvisional the promised date lies in a year whose holidays are not announced yet
 * @param bringAlong paper to bring to the window
 * @param askAgainAfterSeconds when it is worth asking again
 * @param staleAtMostSeconds how old this answer can be
 */
record ProgressView(
        String queryNumber,
        String printedQueryNumber,
        String implementationCode,
        String itemNameZh,
        String itemNameEn,
        CaseState state,
        String stateZh,
        String stateEn,
        boolean isFinal,
        int version,
        Instant submittedAt,
        LocalDate promisedOn,
        ClockState clock,
        Optional<LocalDate> dueOn,
        Optional<LocalDate> estimatedUntil,
        boolean isProvisional,
        Instant changedAt,
        List<Step> timeline,
        String nextZh,
        String nextEn,
        List<PaperToBring> bringAlong,
        long askAgainAfterSeconds,
        long staleAtMostSeconds) {

    /** Something that has happened. */
    record Step(String kind, String zh, String en, Instant at) {
        static Step of(CaseStanding.CaseEvent event) {
            var text = event.move().text();
            return new Step(event.move().happened(), text.zh(), text.en(), event.at());
        }
    }

    static ProgressView of(CaseStanding standing, Catalogue catalogue, long askAgainSeconds, long staleSeconds) {
        var item = catalogue.findItem(standing.implementationCode());
        var state = standing.state();
        var next = next(state);
        return new ProgressView(
                standing.queryNumber().toString(),
                standing.queryNumber().printed(),
                standing.implementationCode(),
                item.map(Item::nameZh).orElse(""),
                item.map(Item::nameEn).orElse(""),
                state,
                state.text().zh(),
                state.text().en(),
                state.isFinal(),
                standing.version(),
                standing.submittedAt(),
                standing.promisedOn(),
                standing.clock(),
                standing.dueOn(),
                standing.estimatedUntil(),
                standing.isProvisional(),
                standing.changedAt(),
                standing.events().stream().map(Step::of).toList(),
                next.zh(),
                next.en(),
                state.isFinal()
                        ? List.of()
                        : item.map(known -> PaperToBring.of(catalogue, known)).orElse(List.of()),
                askAgainSeconds,
                staleSeconds);
    }

    private static Text next(CaseState state) {
        return switch (state) {
            case SUBMITTED ->
                new Text(
                        "窗口将在五个工作日内告知是否受理。",
                        "The hall says within five working days whether it accepts the application.");
            case RECEIVED ->
                new Text(
                        "材料正在核对，五个工作日内告知是否受理。",
                        "The materials are being checked; within five working days you are told whether it is accepted.");
            case CORRECTION_REQUESTED ->
                new Text("请登录查看补正告知书，并一次补齐。", "Sign in, read what has to be corrected, and supply all of it at once.");
            case ACCEPTED -> new Text("部门即将开始审查。", "The department is about to begin its review.");
            case IN_REVIEW ->
                new Text("部门正在审查，请等候。", "The department is reviewing the case; nothing is needed from you.");
            case SUSPENDED ->
                new Text(
                        "办理已中止；如需补正，请登录办理。",
                        "The case is resting. If something has to be corrected, sign in and supply it.");
            case DECIDED -> new Text("正在制作结果文书。", "The document is being made.");
            case RESULT_READY ->
                new Text("请到发证窗口领取，或等候送达。", "Pick the result up at the counter, or wait for its delivery.");
            case DELIVERED -> new Text("请对本次服务作出评价。", "Please rate how you were served.");
            case RATED -> new Text("感谢评价，本件即将归档。", "Thank you. The case will be archived.");
            case ARCHIVED -> new Text("本件已办结归档。", "This case is closed and archived.");
            case NOT_ACCEPTED ->
                new Text("请登录查看不予受理的理由。", "Sign in to read why it was not accepted; you may apply again.");
            case TRANSFERRED -> new Text("请向告知的有权机关申请。", "Apply to the authority you were told.");
            case WITHDRAWN, ENDED -> new Text("本件已结束，可重新申请。", "This case is closed; you may apply again.");
        };
    }
}
