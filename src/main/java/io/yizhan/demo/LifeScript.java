package io.yizhan.demo;

import io.yizhan.casework.Acceptance;
import io.yizhan.casework.CaseAct;
import io.yizhan.casework.CaseStop;
import io.yizhan.casework.Correction.Defect;
import io.yizhan.casework.Delivery;
import io.yizhan.casework.Ending;
import io.yizhan.casework.FormField;
import io.yizhan.casework.MaterialChoice;
import io.yizhan.casework.Owed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the life of a case is played: steps, one a day, each by somebody. Together the scripts reach every state, ending, kind of stop
 * and card.
 */
record LifeScript(String name, Item item, List<Step> steps) {
    /** What is applied for. */
    enum Item {
        /** 户口迁移审批: promised, reviewed by its own department. */
        TRANSFER("1153040200000006XB4000109001000"),
        /** 独生子女证补领: civil affairs gives an opinion first, four eyes. */
        JOINT("11530402000000190A4532023102000"),
        /** 边境管理区通行证核发: handled on the spot. */
        IMMEDIATE("1153040200000006XB4000109009000"),
        /** 居住证办理: its result is a licence that is valid for a year. */
        RESIDENCE("1153040200000006XB4002009105000");

        private final String implementationCode;

        Item(String implementationCode) {
            this.implementationCode = implementationCode;
        }

        String implementationCode() {
            return implementationCode;
        }
    }

    /** Who takes a step. */
    enum Who {
        APPLICANT,
        CLERK,
        OFFICER,
        /** Another officer of the same department. */
        HEAD,
        /** The other department gives its opinion. */
        OTHER_DEPARTMENT,
        /** The applicant rates the matter. */
        RATER,
        NOBODY
    }

    /** What an act may need of the day and of what was uploaded for it. */
    interface Acting {
        CaseAct on(LocalDate today, List<MaterialChoice> uploads);
    }

    /**
     * @param uploads material types the applicant uploads for it
     * @param days how many days later than the step before
     * @param level what a rater gives, 1 to 5; 0 for everybody else
     */
    record Step(Who who, int days, List<String> uploads, Acting act, int level) {
        Step(Who who, int days, List<String> uploads, Acting act) {
            this(who, days, uploads, act, 0);
        }
    }

    private static final String UPLOADED = "IDN002";
    private static final int LONG = 40;

    private static Step step(Who who, CaseAct act) {
        return new Step(who, 1, List.of(), (today, uploads) -> act);
    }

    private static Step step(Who who, Acting act) {
        return new Step(who, 1, List.of(), act);
    }

    private static Step waiting(int days) {
        return new Step(Who.NOBODY, days, List.of(), LifeScript::noMove);
    }

    private static Step rate(int level) {
        return new Step(Who.RATER, 1, List.of(), LifeScript::noMove, level);
    }

    /** What somebody does beside the moves of the case. */
    private static Step beside(Who who) {
        return new Step(who, 1, List.of(), LifeScript::noMove);
    }

    private static CaseAct noMove(LocalDate today, List<MaterialChoice> uploads) {
        throw new IllegalStateException("this step is no move");
    }

    private static final Step RECEIVE = step(Who.CLERK, new CaseAct.Receive());
    private static final Step ACCEPT = step(Who.CLERK, new CaseAct.Accept(Acceptance.Kind.FULL, List.of()));
    private static final Step REVIEW = step(Who.OFFICER, new CaseAct.BeginReview());
    private static final Step GRANT = step(Who.OFFICER, new CaseAct.Grant(Optional.of("符合法定条件")));
    private static final Step REFUSE = step(Who.OFFICER, new CaseAct.Refuse("不符合法定条件"));
    private static final Step READY = step(Who.CLERK, new CaseAct.MakeReady());
    private static final Step OPINION = beside(Who.OTHER_DEPARTMENT);

    private static Step deliver(Delivery manner) {
        return step(Who.CLERK, new CaseAct.Deliver(manner));
    }

    private static Step correct(Optional<String> override) {
        return step(
                Who.CLERK,
                (today, uploads) -> new CaseAct.RequestCorrection(
                        List.of(new Defect("form:address", "地址请写到门牌号"), new Defect("material:" + UPLOADED, "缺少户主页")),
                        today.plusDays(10),
                        override));
    }

    private static final Step SUPPLY_CORRECTION = new Step(
            Who.APPLICANT,
            2,
            List.of(UPLOADED),
            (today, uploads) -> new CaseAct.SupplyCorrection(
                    uploads, List.of(new FormField("address", "示范区示范路2号", FormField.Kind.ANSWER))));

    private static Step accept(Acceptance.Kind kind) {
        return step(
                Who.CLERK,
                (today, uploads) ->
                        new CaseAct.Accept(kind, List.of(new Owed(UPLOADED, today.plusDays(12), Optional.empty()))));
    }

    private static final Step SUPPLY_OWED =
            new Step(Who.APPLICANT, 2, List.of(UPLOADED), (today, uploads) -> new CaseAct.Supply(uploads));

    private static Step suspend(CaseStop.Kind kind, Optional<CaseStop.Procedure> procedure) {
        return step(
                Who.OFFICER,
                (today, uploads) -> new CaseAct.Suspend(
                        kind,
                        procedure,
                        "依法中止",
                        kind == CaseStop.Kind.HOLD ? Optional.empty() : Optional.of(today.plusDays(9)),
                        kind == CaseStop.Kind.CORRECTION ? List.of(new Defect("form:address", "地址与证件不一致")) : List.of(),
                        Optional.empty()));
    }

    private static final Step RESUME = step(Who.OFFICER, new CaseAct.Resume(Optional.of("程序已结束")));

    private static Step end(Ending ending) {
        return step(Who.OFFICER, new CaseAct.End(ending, "依法终止"));
    }

    private static LifeScript script(String name, Item item, Step... steps) {
        return new LifeScript(name, item, List.of(steps));
    }

    static List<LifeScript> all() {
        var all = new ArrayList<LifeScript>(List.of(
                script(
                        "granted, picked up, rated",
                        Item.TRANSFER,
                        RECEIVE,
                        ACCEPT,
                        REVIEW,
                        GRANT,
                        READY,
                        deliver(Delivery.COUNTER),
                        rate(1)),
                script(
                        "refused, sent by courier",
                        Item.TRANSFER,
                        ACCEPT,
                        REVIEW,
                        REFUSE,
                        READY,
                        deliver(Delivery.COURIER),
                        rate(3)),
                script(
                        "accepted by silence",
                        Item.TRANSFER,
                        waiting(LONG),
                        REVIEW,
                        GRANT,
                        READY,
                        deliver(Delivery.ELECTRONIC),
                        rate(2)),
                script("received, then silence", Item.TRANSFER, RECEIVE, waiting(LONG), REVIEW, GRANT),
                script("decided on the spot", Item.IMMEDIATE, ACCEPT, GRANT, READY, deliver(Delivery.COUNTER), rate(5)),
                script("refused on the spot", Item.IMMEDIATE, ACCEPT, REFUSE, READY, deliver(Delivery.COUNTER)),
                script(
                        "corrected",
                        Item.TRANSFER,
                        RECEIVE,
                        correct(Optional.empty()),
                        SUPPLY_CORRECTION,
                        ACCEPT,
                        REVIEW,
                        GRANT),
                script(
                        "corrected twice",
                        Item.TRANSFER,
                        correct(Optional.empty()),
                        SUPPLY_CORRECTION,
                        correct(Optional.of("经负责人同意再次告知")),
                        SUPPLY_CORRECTION,
                        ACCEPT),
                script("never corrected", Item.TRANSFER, correct(Optional.empty()), waiting(LONG)),
                script("not accepted", Item.TRANSFER, step(Who.CLERK, new CaseAct.NotAccept("该事项不需要办理"))),
                script("referred", Item.TRANSFER, RECEIVE, step(Who.CLERK, new CaseAct.Transfer("玉溪市公安局"))),
                script("withdrawn", Item.TRANSFER, step(Who.APPLICANT, new CaseAct.Withdraw())),
                script(
                        "extended",
                        Item.TRANSFER,
                        ACCEPT,
                        REVIEW,
                        step(Who.OFFICER, new CaseAct.RequestExtension(10, "案情复杂")),
                        step(Who.HEAD, new CaseAct.Extend()),
                        waiting(12),
                        GRANT,
                        READY),
                script(
                        "overdue",
                        Item.TRANSFER,
                        ACCEPT,
                        REVIEW,
                        waiting(LONG),
                        GRANT,
                        READY,
                        deliver(Delivery.COUNTER)),
                script("left lying", Item.TRANSFER, ACCEPT, waiting(5)),
                script(
                        "tolerant, supplied",
                        Item.TRANSFER,
                        accept(Acceptance.Kind.TOLERANT),
                        SUPPLY_OWED,
                        REVIEW,
                        GRANT,
                        READY),
                script(
                        "tolerant, never supplied",
                        Item.TRANSFER,
                        accept(Acceptance.Kind.TOLERANT),
                        REVIEW,
                        waiting(LONG)),
                script(
                        "commitment, kept",
                        Item.TRANSFER,
                        accept(Acceptance.Kind.COMMITMENT),
                        REVIEW,
                        GRANT,
                        SUPPLY_OWED,
                        READY),
                script(
                        "commitment, broken",
                        Item.TRANSFER,
                        accept(Acceptance.Kind.COMMITMENT),
                        REVIEW,
                        GRANT,
                        waiting(LONG)),
                script(
                        "licence on commitment, put right within the term",
                        Item.RESIDENCE,
                        accept(Acceptance.Kind.COMMITMENT),
                        REVIEW,
                        GRANT,
                        READY,
                        waiting(14),
                        SUPPLY_OWED,
                        deliver(Delivery.ELECTRONIC)),
                script(
                        "licence on commitment, revoked",
                        Item.RESIDENCE,
                        accept(Acceptance.Kind.COMMITMENT),
                        REVIEW,
                        GRANT,
                        READY,
                        waiting(LONG)),
                script(
                        "licence made ready after the commitment was broken",
                        Item.RESIDENCE,
                        accept(Acceptance.Kind.COMMITMENT),
                        REVIEW,
                        GRANT,
                        waiting(15),
                        READY,
                        waiting(LONG)),
                script(
                        "jointly, agreed",
                        Item.JOINT,
                        ACCEPT,
                        REVIEW,
                        OPINION,
                        GRANT,
                        READY,
                        deliver(Delivery.COUNTER),
                        rate(4)),
                script("jointly, in review", Item.JOINT, ACCEPT, REVIEW),
                script(
                        "suspended for corrections, supplied",
                        Item.TRANSFER,
                        ACCEPT,
                        REVIEW,
                        suspend(CaseStop.Kind.CORRECTION, Optional.empty()),
                        SUPPLY_CORRECTION,
                        GRANT),
                script(
                        "suspended for corrections, never supplied",
                        Item.TRANSFER,
                        ACCEPT,
                        REVIEW,
                        suspend(CaseStop.Kind.CORRECTION, Optional.empty()),
                        waiting(LONG)),
                script(
                        "on hold, released",
                        Item.TRANSFER,
                        ACCEPT,
                        REVIEW,
                        suspend(CaseStop.Kind.HOLD, Optional.empty()),
                        RESUME,
                        GRANT),
                script(
                        "forwarded, ended",
                        Item.TRANSFER,
                        ACCEPT,
                        REVIEW,
                        suspend(CaseStop.Kind.FORWARDED, Optional.empty()),
                        end(Ending.FORWARDED)),
                script("voided", Item.TRANSFER, ACCEPT, end(Ending.VOIDED)),
                script("deleted", Item.TRANSFER, end(Ending.DELETED)),
                script("ended otherwise", Item.TRANSFER, ACCEPT, REVIEW, end(Ending.OTHERWISE)),
                script("just submitted", Item.TRANSFER)));
        for (var procedure : CaseStop.Procedure.values()) {
            all.add(script(
                    "suspended: " + procedure.word(),
                    Item.TRANSFER,
                    ACCEPT,
                    REVIEW,
                    suspend(CaseStop.Kind.SPECIAL_PROCEDURE, Optional.of(procedure)),
                    waiting(10),
                    RESUME,
                    GRANT,
                    READY));
        }
        all.add(script(
                "resting at the end",
                Item.TRANSFER,
                ACCEPT,
                REVIEW,
                suspend(CaseStop.Kind.SPECIAL_PROCEDURE, Optional.of(CaseStop.Procedure.EXPERT_REVIEW))));
        return all;
    }
}
