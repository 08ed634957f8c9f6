package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.platform.Text;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where a case stands. How it may go on: {@link CaseMove}. */
public enum CaseState {
    SUBMITTED("submitted", "已提交，等待受理", "submitted, waiting for acceptance"),
    RECEIVED("received", "已收件，正在核对材料", "received, the materials are being checked"),
    CORRECTION_REQUESTED("correctionRequested", "待补正", "corrections requested"),
    ACCEPTED("accepted", "已受理", "accepted"),
    NOT_ACCEPTED("notAccepted", "不予受理", "not accepted"),
    TRANSFERRED("transferred", "已告知向有权机关申请", "referred to the competent authority"),
    WITHDRAWN("withdrawn", "申请人已撤回", "withdrawn by the applicant"),
    IN_REVIEW("inReview", "审查中", "in review"),
    SUSPENDED("suspended", "已中止办理", "suspended"),
    DECIDED("decided", "已作出决定", "decided"),
    RESULT_READY("resultReady", "结果已制作，待领取", "the result is ready"),
    DELIVERED("delivered", "结果已送达", "the result has been delivered"),
    RATED("rated", "已评价", "rated"),
    ARCHIVED("archived", "已归档", "archived"),
    ENDED("ended", "已终止", "ended without a decision");

    private static final Map<String, CaseState> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toMap(CaseState::word, Function.identity()));

    private final String word;
    private final Text text;

    CaseState(String word, String zh, String en) {
        this.word = word;
        this.text = new Text(zh, en);
    }

    /** As in JSON and SQL. */
    @JsonValue
    public String word() {
        return word;
    }

    public Text text() {
        return text;
    }

    /** Nothing more will happen. */
    public boolean isFinal() {
        return switch (this) {
            case NOT_ACCEPTED, TRANSFERRED, WITHDRAWN, ARCHIVED, ENDED -> true;
            default -> false;
        };
    }

    /** The authority owes no more: what follows is up to the applicant. */
    public boolean isDone() {
        return isFinal() || this == DELIVERED || this == RATED;
    }

    @JsonCreator
    public static CaseState ofWord(String word) {
        var state = BY_WORD.get(word);
        if (state == null) {
            throw new IllegalArgumentException("no such state: " + word);
        }
        return state;
    }
}
