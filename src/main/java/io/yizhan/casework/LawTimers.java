package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.timer.DueTimer;
import io.yizhan.platform.timer.TimerHandler;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** Makes the moves that follow from time passing. A case that has moved on in the meantime is left alone. */
final class LawTimers {
    private LawTimers() {}

    @Produces
    @Singleton
    static TimerHandler silence(MoveCase moving) {
        return handler(CaseTimers.SILENCE, moving, file -> new CaseAct.AcceptBySilence());
    }

    @Produces
    @Singleton
    static TimerHandler correction(MoveCase moving) {
        return handler(
                CaseTimers.CORRECTION,
                moving,
                file -> new CaseAct.End(Ending.NOT_SUPPLIED, "申请人逾期未补正。The corrections were not supplied in time."));
    }

    @Produces
    @Singleton
    static TimerHandler owed(MoveCase moving) {
        return handler(
                CaseTimers.OWED,
                moving,
                file -> file.decision().isPresent()
                        ? new CaseAct.BreakCommitment()
                        : new CaseAct.End(
                                Ending.NOT_SUPPLIED, "申请人逾期未补交容缺材料。What was to follow was not supplied in time."));
    }

    @Produces
    @Singleton
    static TimerHandler archive(MoveCase moving) {
        return handler(CaseTimers.ARCHIVE, moving, file -> new CaseAct.Archive());
    }

    private static TimerHandler handler(String kind, MoveCase moving, Function<CaseFile, CaseAct> act) {
        return new TimerHandler() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public Uni<Void> fire(SqlConnection transaction, DueTimer timer) {
                return moving.moveByLaw(transaction, timer.key(), act)
                        .onFailure(LawTimers::hasMovedOn)
                        .recoverWithNull();
            }
        };
    }

    private static boolean hasMovedOn(Throwable failure) {
        return failure instanceof Problem problem
                && (problem.type() == ProblemType.CASE_STATE_CONFLICT
                        || problem.type() == ProblemType.ENDING_NOT_ALLOWED
                        || problem.type() == ProblemType.CASE_NOT_FOUND);
    }
}
