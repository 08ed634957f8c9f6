package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.casework.CaseMove.Mover;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a case is being worked on, for whoever may see the case itself.
 *
 * @param dueOn by the hall's promise, an estimate while the clock is stopped
 * @param statutoryDueOn by law
 * @param owed what acceptance left to be supplied
 * @param legalMoves what who asks may do with it now
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CaseWork(
        ClockState clock,
        Optional<Acceptance> acceptance,
        Optional<LocalDate> dueOn,
        Optional<LocalDate> statutoryDueOn,
        List<CaseStop> stops,
        List<Correction> corrections,
        Optional<LimitExtension> extension,
        List<Owed> owed,
        Optional<Decision> decision,
        Optional<Ending> ending,
        List<CaseMove> legalMoves) {

    public static CaseWork of(CaseFile file, Set<Mover> movers) {
        return new CaseWork(
                file.due().clock(),
                file.acceptance(),
                file.due().on(),
                file.due().statutoryOn(),
                file.stops(),
                file.corrections(),
                file.extension(),
                file.owed(),
                file.decision(),
                file.ending(),
                CaseMove.legal(file.state(), movers));
    }
}
