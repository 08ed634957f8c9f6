package io.yizhan.casework;

import io.yizhan.casework.Correction.Defect;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A move with what it needs. {@link #apply} is the rule: from the case before to the case after, or the problem that says why
 * not. That the move is legal in the state has been checked by then ({@link CaseMove}). Pure.
 */
public sealed interface CaseAct {
    CaseMove move();

    CaseFile apply(CaseFile before, Circumstances now);

    /** In the actor's words, kept with the event and shown to the applicant. */
    default Optional<String> reason() {
        return Optional.empty();
    }

    /** The moment it counts from, when that is not the moment it is recorded. */
    default Optional<Instant> effectiveAt() {
        return Optional.empty();
    }

    /**
     * What an act may ask besides the case.
     *
     * @param by who acts; nobody when the law does
     * @param isImmediate whether the item is handled on the spot
     * @param promisedDays working days the item's guide promises
     * @param statutoryDays working days the law gives the item, 0 where it sets none
     */
    record Circumstances(
            Instant at, Optional<UUID> by, boolean isImmediate, int promisedDays, int statutoryDays, CaseClock clock) {
        UUID actor() {
            return by.orElseThrow(() -> new IllegalStateException("this act needs somebody who acts"));
        }
    }

    private static CaseFile moved(CaseFile before, CaseMove move) {
        return before.at(move.from(before.state()).orElseThrow());
    }

    record Receive() implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.RECEIVE;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move());
        }
    }

    /** @param overrideReason why the applicant is bothered again; refused without it once corrections have been told */
    record RequestCorrection(List<Defect> defects, LocalDate supplyBy, Optional<String> overrideReason)
            implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.REQUEST_CORRECTION;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move()).asked(notice(before, now, defects, supplyBy, overrideReason));
        }
    }

    private static Correction notice(
            CaseFile before,
            Circumstances now,
            List<Defect> defects,
            LocalDate supplyBy,
            Optional<String> overrideReason) {
        if (!before.corrections().isEmpty() && overrideReason.isEmpty()) {
            throw Problem.of(
                            ProblemType.CORRECTION_TOLD_ALREADY,
                            "如确有必要再次要求补正，请填写理由；再次补正会被统计。",
                            "If there has to be another request, give the reason; it is counted.")
                    .fault("/overrideReason", "required", "再次补正须说明理由", "is required for another request");
        }
        var today = LocalDate.ofInstant(now.at(), HallClock.BUSINESS_ZONE);
        if (!supplyBy.isAfter(today)) {
            throw Problem.of(ProblemType.INVALID_REQUEST).fault("/supplyBy", "future", "须晚于今日", "must lie after today");
        }
        return new Correction(
                before.corrections().size() + 1,
                List.copyOf(defects),
                now.at(),
                now.actor(),
                overrideReason,
                supplyBy,
                Optional.empty());
    }

    /** The materials themselves are handed in by {@link MoveCase} in the same transaction. */
    record SupplyCorrection(List<MaterialChoice> materials, List<FormField> form) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.SUPPLY_CORRECTION;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            var correction = before.openCorrection().orElseThrow(() -> Problem.of(ProblemType.CASE_STATE_CONFLICT)
                    .with("state", before.state())
                    .with("legalMoves", List.of()));
            checkEverythingIsThere(correction);
            return moved(before, move())
                    .withCorrections(before.corrections().stream()
                            .map(one -> one.isOpen() ? one.supplied(now.at()) : one)
                            .toList())
                    .resumed(now.at(), now.by(), Optional.empty());
        }

        private void checkEverythingIsThere(Correction correction) {
            var supplied = materials.stream()
                    .map(choice -> "material:" + choice.materialType())
                    .collect(Collectors.toSet());
            form.forEach(field -> supplied.add("form:" + field.name()));
            var missing = correction.defects().stream()
                    .map(Defect::about)
                    .filter(about -> !supplied.contains(about))
                    .distinct()
                    .toList();
            if (!missing.isEmpty()) {
                throw Problem.of(ProblemType.MATERIALS_INCOMPLETE, "请一次补齐全部内容。", "Supply everything in one go.")
                        .faults(missing.stream().map(SupplyCorrection::missing).toList());
            }
        }

        private static Problem.Fault missing(String about) {
            var isMaterial = about.startsWith("material:");
            return new Problem.Fault(
                    isMaterial ? "/materials" : "/form", "missing", new Text("缺少 " + about, "is missing: " + about));
        }
    }

    /**
     * @param kind full, tolerant or commitment
     * @param owed material types that may follow, each with its last day; none with full
     */
    record Accept(Acceptance.Kind kind, List<Owed> owed) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.ACCEPT;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            checkOwed(now);
            return moved(before, move())
                    .with(new Acceptance(kind, now.at(), now.at(), now.by(), now.promisedDays(), now.statutoryDays()))
                    .withOwed(owed);
        }

        private void checkOwed(Circumstances now) {
            if (kind == Acceptance.Kind.SILENCE) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/kind", "law", "视为受理由法律规定产生，不能人工选择", "follows from the law alone");
            }
            if ((kind == Acceptance.Kind.FULL) != owed.isEmpty()) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault(
                                "/owed",
                                "kind",
                                "容缺、告知承诺受理须列明后补材料；正常受理不得列",
                                "names what follows with tolerant and commitment, and nothing with full");
            }
            var today = LocalDate.ofInstant(now.at(), HallClock.BUSINESS_ZONE);
            if (owed.stream().anyMatch(one -> !one.dueOn().isAfter(today))) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/owed", "future", "补交期限须晚于今日", "the last day must lie after today");
            }
        }
    }

    record AcceptBySilence() implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.ACCEPT_BY_SILENCE;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move())
                    .with(new Acceptance(
                            Acceptance.Kind.SILENCE,
                            before.answerableSince(),
                            now.at(),
                            Optional.empty(),
                            now.promisedDays(),
                            now.statutoryDays()));
        }
    }

    record NotAccept(String why) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.NOT_ACCEPT;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move()).with(Ending.REJECTED);
        }
    }

    /** @param competentBody the authority to apply to, told to the applicant */
    record Transfer(String competentBody) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.TRANSFER;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(competentBody);
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move()).with(Ending.FORWARDED);
        }
    }

    record Withdraw() implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.WITHDRAW;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move()).with(Ending.OTHERWISE);
        }
    }

    record BeginReview() implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.BEGIN_REVIEW;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move());
        }
    }

    /**
     * @param estimatedUntil the day told to the applicant; required for a special procedure
     * @param defects what to correct, for {@link CaseStop.Kind#CORRECTION} alone
     */
    record Suspend(
            CaseStop.Kind kind,
            Optional<CaseStop.Procedure> procedure,
            String why,
            Optional<LocalDate> estimatedUntil,
            List<Defect> defects,
            Optional<String> overrideReason)
            implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.SUSPEND;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            checkWhole(now);
            var suspended = moved(before, move())
                    .stopped(new CaseStop(
                            before.stops().size() + 1,
                            kind,
                            procedure,
                            why,
                            now.at(),
                            now.actor(),
                            estimatedUntil,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
            return kind == CaseStop.Kind.CORRECTION
                    ? suspended.asked(notice(before, now, defects, estimatedUntil.orElseThrow(), overrideReason))
                    : suspended;
        }

        private void checkWhole(Circumstances now) {
            if ((kind == CaseStop.Kind.SPECIAL_PROCEDURE) != procedure.isPresent()) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/procedure", "kind", "特别程序须写明种类，其他情形不写", "is named for a special procedure only");
            }
            if ((kind == CaseStop.Kind.CORRECTION) == defects.isEmpty()) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/defects", "kind", "等待补正须一次列明全部内容，其他情形不列", "lists everything for a correction only");
            }
            var mustBeEstimated = kind == CaseStop.Kind.SPECIAL_PROCEDURE || kind == CaseStop.Kind.CORRECTION;
            if (mustBeEstimated && estimatedUntil.isEmpty()) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault(
                                "/estimatedUntil",
                                "required",
                                "须将所需时间书面告知申请人（行政许可法第四十五条）",
                                "the applicant must be told how long it takes (Administrative Licensing Law, article 45)");
            }
            var today = LocalDate.ofInstant(now.at(), HallClock.BUSINESS_ZONE);
            if (estimatedUntil.filter(day -> day.isBefore(today)).isPresent()) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/estimatedUntil", "future", "不得早于今日", "must not lie before today");
            }
        }
    }

    /** @param result what the special procedure or the other authority found; required for these two */
    record Resume(Optional<String> result) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.RESUME;
        }

        @Override
        public Optional<String> reason() {
            return result;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            var stop = before.runningStop().orElseThrow();
            if (stop.kind() != CaseStop.Kind.HOLD && stop.kind() != CaseStop.Kind.CORRECTION && result.isEmpty()) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/result", "required", "须先登记程序结果", "the result has to be recorded first");
            }
            return moved(before, move())
                    .resumed(now.at(), now.by(), result)
                    .withCorrections(before.corrections().stream()
                            .map(one -> one.isOpen() ? one.supplied(now.at()) : one)
                            .toList());
        }
    }

    record RequestExtension(int days, String why) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.REQUEST_EXTENSION;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            if (before.extension().isPresent()) {
                throw Problem.of(ProblemType.EXTENSION_GRANTED_ALREADY);
            }
            var most = before.otherDepartments().isEmpty() ? LimitExtension.MOST : LimitExtension.MOST_JOINTLY;
            if (days > most) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/days", "max", "最多延长 " + most + " 个工作日", "at most " + most + " working days");
            }
            return moved(before, move())
                    .with(new LimitExtension(days, why, now.at(), now.actor(), Optional.empty(), Optional.empty()));
        }
    }

    /** The head agrees; another officer than the one who asked. */
    record Extend() implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.EXTEND;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            var asked = before.extension().orElseThrow(() -> Problem.of(ProblemType.CASE_STATE_CONFLICT)
                    .detail("尚无延期申请。", "Nobody has asked for an extension.")
                    .with("state", before.state())
                    .with("legalMoves", List.of(CaseMove.REQUEST_EXTENSION)));
            if (asked.isApproved()) {
                throw Problem.of(ProblemType.EXTENSION_GRANTED_ALREADY);
            }
            if (asked.requestedBy().equals(now.actor())) {
                throw Problem.of(ProblemType.FOUR_EYES_REQUIRED, "延期须由负责人批准。", "The head approves, not who asked.");
            }
            return moved(before, move()).with(asked.approved(now.at(), now.actor()));
        }
    }

    record Grant(Optional<String> opinion) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.GRANT;
        }

        @Override
        public Optional<String> reason() {
            return opinion;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            checkDecidable(before, now);
            var isTolerant = before.acceptance()
                    .filter(acceptance -> acceptance.kind() != Acceptance.Kind.COMMITMENT)
                    .isPresent();
            if (isTolerant && before.owesAnything()) {
                throw Problem.of(ProblemType.MATERIALS_OWED);
            }
            return moved(before, move())
                    .with(new Decision(Decision.Outcome.GRANTED, now.at(), now.actor()))
                    .with(Ending.CERTIFICATE_ISSUED);
        }
    }

    record Refuse(String why) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.REFUSE;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            checkDecidable(before, now);
            return moved(before, move())
                    .with(new Decision(Decision.Outcome.REFUSED, now.at(), now.actor()))
                    .with(Ending.REJECTED);
        }
    }

    /** Only an immediate item is decided without a review. */
    private static void checkDecidable(CaseFile before, Circumstances now) {
        if (before.state() == CaseState.ACCEPTED && !now.isImmediate()) {
            throw Problem.of(ProblemType.CASE_STATE_CONFLICT)
                    .detail("承诺件须先审查再决定。", "Only an item handled on the spot is decided without a review.")
                    .with("state", before.state())
                    .with("legalMoves", List.of(CaseMove.BEGIN_REVIEW));
        }
    }

    record MakeReady() implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.MAKE_READY;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move());
        }
    }

    record Deliver(Delivery delivery) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.DELIVER;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(delivery.text().zh());
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move());
        }
    }

    /** The rating itself belongs to another feature. */
    record Rate() implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.RATE;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move());
        }
    }

    record Archive() implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.ARCHIVE;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move());
        }
    }

    record End(Ending as, String why) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.END;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            var allowed = Ending.allowed(before.state(), before.runningStop().map(CaseStop::kind));
            if (!allowed.contains(as)) {
                throw Problem.of(ProblemType.ENDING_NOT_ALLOWED)
                        .with("state", before.state())
                        .with("allowedEndings", List.copyOf(allowed));
            }
            return moved(before, move())
                    .resumed(now.at(), now.by(), Optional.empty())
                    .with(as);
        }
    }

    /** The materials themselves are handed in by {@link MoveCase} in the same transaction. */
    record Supply(List<MaterialChoice> materials) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.SUPPLY;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            var types = materials.stream().map(MaterialChoice::materialType).collect(Collectors.toSet());
            checkOwed(before, types);
            return moved(before, move())
                    .withOwed(before.owed().stream()
                            .map(one ->
                                    one.isOpen() && types.contains(one.materialType()) ? one.supplied(now.at()) : one)
                            .toList());
        }

        private static void checkOwed(CaseFile before, Set<String> types) {
            var open = before.owed().stream()
                    .filter(Owed::isOpen)
                    .map(Owed::materialType)
                    .collect(Collectors.toSet());
            if (types.isEmpty() || !open.containsAll(types)) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/materials", "owed", "只能补交尚欠的材料", "only what is still owed may be supplied")
                        .with("owed", open.stream().sorted().toList());
            }
        }
    }

    record BreakCommitment() implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.BREAK_COMMITMENT;
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move());
        }
    }

    /** The due date follows from the clock after each act; here nothing else has changed but the calendar. */
    record ChangeDue(String why) implements CaseAct {
        @Override
        public CaseMove move() {
            return CaseMove.CHANGE_DUE;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }

        @Override
        public CaseFile apply(CaseFile before, Circumstances now) {
            return moved(before, move());
        }
    }
}
