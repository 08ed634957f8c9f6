package io.yizhan.casework;

import static io.yizhan.casework.CaseState.ACCEPTED;
import static io.yizhan.casework.CaseState.ARCHIVED;
import static io.yizhan.casework.CaseState.CORRECTION_REQUESTED;
import static io.yizhan.casework.CaseState.DECIDED;
import static io.yizhan.casework.CaseState.DELIVERED;
import static io.yizhan.casework.CaseState.ENDED;
import static io.yizhan.casework.CaseState.IN_REVIEW;
import static io.yizhan.casework.CaseState.NOT_ACCEPTED;
import static io.yizhan.casework.CaseState.RATED;
import static io.yizhan.casework.CaseState.RECEIVED;
import static io.yizhan.casework.CaseState.RESULT_READY;
import static io.yizhan.casework.CaseState.SUBMITTED;
import static io.yizhan.casework.CaseState.SUSPENDED;
import static io.yizhan.casework.CaseState.TRANSFERRED;
import static io.yizhan.casework.CaseState.WITHDRAWN;

import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.platform.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one table of how cases move: which move starts where, leads where, and whose it is. Whatever it does not list is
 * illegal. Further conditions stand with the acts ({@link CaseAct}).
 */
public enum CaseMove {
    SUBMIT("submit", "submitted", Mover.APPLICANT, Map.of(), "已提交申请", "application submitted"),
    RECEIVE("receive", "received", Mover.STAFF, Map.of(SUBMITTED, RECEIVED), "窗口已收件", "received at the hall"),
    REQUEST_CORRECTION(
            "requestCorrection",
            "correctionRequested",
            Mover.STAFF,
            Map.of(SUBMITTED, CORRECTION_REQUESTED, RECEIVED, CORRECTION_REQUESTED),
            "一次性告知补正",
            "corrections requested, all at once"),
    SUPPLY_CORRECTION(
            "supplyCorrection",
            "correctionSupplied",
            Mover.APPLICANT,
            Map.of(CORRECTION_REQUESTED, RECEIVED, SUSPENDED, IN_REVIEW),
            "已提交补正材料",
            "corrections supplied"),
    ACCEPT(
            "accept",
            "accepted",
            Mover.STAFF,
            Map.of(SUBMITTED, ACCEPTED, RECEIVED, ACCEPTED),
            "已受理",
            "application accepted"),
    ACCEPT_BY_SILENCE(
            "acceptBySilence",
            "acceptedBySilence",
            Mover.LAW,
            Map.of(SUBMITTED, ACCEPTED, RECEIVED, ACCEPTED),
            "逾期未告知，自收到申请之日起即为受理",
            "not answered in time: counts as accepted on the day of receipt"),
    NOT_ACCEPT(
            "notAccept",
            "notAccepted",
            Mover.STAFF,
            Map.of(SUBMITTED, NOT_ACCEPTED, RECEIVED, NOT_ACCEPTED),
            "不予受理",
            "application not accepted"),
    TRANSFER(
            "transfer",
            "transferred",
            Mover.STAFF,
            Map.of(SUBMITTED, TRANSFERRED, RECEIVED, TRANSFERRED),
            "不属于本机关职权，已告知有权机关",
            "outside the authority's powers; the competent one is named"),
    WITHDRAW(
            "withdraw",
            "withdrawn",
            Mover.APPLICANT,
            Map.of(SUBMITTED, WITHDRAWN, RECEIVED, WITHDRAWN, CORRECTION_REQUESTED, WITHDRAWN),
            "申请人撤回申请",
            "withdrawn by the applicant"),
    BEGIN_REVIEW("beginReview", "reviewBegun", Mover.OFFICER, Map.of(ACCEPTED, IN_REVIEW), "部门开始审查", "review begun"),
    SUSPEND(
            "suspend",
            "suspended",
            Mover.OFFICER,
            Map.of(ACCEPTED, SUSPENDED, IN_REVIEW, SUSPENDED),
            "中止办理",
            "suspended"),
    RESUME("resume", "resumed", Mover.OFFICER, Map.of(SUSPENDED, IN_REVIEW), "恢复办理", "resumed"),
    REQUEST_EXTENSION(
            "requestExtension",
            "extensionRequested",
            Mover.OFFICER,
            Map.of(ACCEPTED, ACCEPTED, IN_REVIEW, IN_REVIEW),
            "申请延长办理期限",
            "extension asked for"),
    EXTEND(
            "extend",
            "extended",
            Mover.OFFICER,
            Map.of(ACCEPTED, ACCEPTED, IN_REVIEW, IN_REVIEW),
            "经负责人批准延长办理期限",
            "limit extended with the head's approval"),
    GRANT("grant", "granted", Mover.OFFICER, Map.of(ACCEPTED, DECIDED, IN_REVIEW, DECIDED), "准予决定", "granted"),
    REFUSE("refuse", "refused", Mover.OFFICER, Map.of(ACCEPTED, DECIDED, IN_REVIEW, DECIDED), "不予许可决定", "refused"),
    MAKE_READY("makeReady", "resultReady", Mover.STAFF, Map.of(DECIDED, RESULT_READY), "结果已制作", "result ready"),
    DELIVER("deliver", "delivered", Mover.STAFF, Map.of(RESULT_READY, DELIVERED), "结果已送达", "result delivered"),
    RATE("rate", "rated", Mover.APPLICANT, Map.of(DELIVERED, RATED), "申请人已评价", "rated by the applicant"),
    ARCHIVE("archive", "archived", Mover.LAW, Map.of(DELIVERED, ARCHIVED, RATED, ARCHIVED), "已归档", "archived"),
    END(
            "end",
            "ended",
            Mover.OFFICER,
            Map.of(
                    SUBMITTED, ENDED,
                    RECEIVED, ENDED,
                    CORRECTION_REQUESTED, ENDED,
                    ACCEPTED, ENDED,
                    IN_REVIEW, ENDED,
                    SUSPENDED, ENDED),
            "终止办理",
            "ended without a decision"),
    SUPPLY(
            "supply",
            "supplied",
            Mover.APPLICANT,
            staying(ACCEPTED, IN_REVIEW, SUSPENDED, DECIDED, RESULT_READY, DELIVERED, RATED),
            "已补交容缺（承诺）材料",
            "materials left open have been supplied"),
    BREAK_COMMITMENT(
            "breakCommitment",
            "commitmentBroken",
            Mover.LAW,
            staying(DECIDED, RESULT_READY, DELIVERED, RATED),
            "逾期未履行承诺",
            "the commitment was not kept in time"),
    CHANGE_DUE(
            "changeDue",
            "dueChanged",
            Mover.LAW,
            staying(ACCEPTED, IN_REVIEW, SUSPENDED),
            "节假日安排公布，期限重新计算",
            "due date computed anew after a holiday notice");

    /** Whose move it is. */
    public enum Mover {
        /** The subject, or who acts for it. */
        APPLICANT,
        /** A clerk at a window or an officer of the department. */
        STAFF,
        /** An officer of the department. */
        OFFICER,
        /** Nobody: the law lets it follow from time passing. */
        LAW
    }

    private static final Map<String, CaseMove> BY_EVENT =
            Arrays.stream(values()).collect(Collectors.toMap(CaseMove::happened, Function.identity()));

    private final String word;
    private final String happened;
    private final Mover mover;
    private final Map<CaseState, CaseState> steps;
    private final Text text;

    CaseMove(String word, String happened, Mover mover, Map<CaseState, CaseState> steps, String zh, String en) {
        this.word = word;
        this.happened = happened;
        this.mover = mover;
        this.steps = steps;
        this.text = new Text(zh, en);
    }

    private static Map<CaseState, CaseState> staying(CaseState... states) {
        return Arrays.stream(states).collect(Collectors.toMap(Function.identity(), Function.identity()));
    }

    /** The command, as in {@code legalMoves}. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The event: kind in {@code case_event}; with {@code case.} before it, the topic in the outbox. */
    public String happened() {
        return happened;
    }

    public String topic() {
        return "case." + happened;
    }

    public Mover mover() {
        return mover;
    }

    /** What has happened, for people. */
    public Text text() {
        return text;
    }

    /** Where it leads from there; empty when it is illegal there. */
    public Optional<CaseState> from(CaseState state) {
        return Optional.ofNullable(steps.get(state));
    }

    Set<CaseState> starts() {
        return steps.keySet();
    }

    /** What the given movers may do in a state, in the order of the table. */
    public static List<CaseMove> legal(CaseState state, Set<Mover> movers) {
        return Arrays.stream(values())
                .filter(move -> movers.contains(move.mover) && move.steps.containsKey(state))
                .toList();
    }

    public static CaseMove ofEvent(String happened) {
        var move = BY_EVENT.get(happened);
        if (move == null) {
            throw new IllegalArgumentException("no such event: " + happened);
        }
        return move;
    }
}
