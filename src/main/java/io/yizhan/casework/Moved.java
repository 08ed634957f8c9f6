package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * The answer to a move: where the case stands now.
 *
 * @param dueOn by the hall's promise; an estimate while the clock is stopped
 * @param statutoryDueOn by law
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Moved(
        UUID id,
        String happened,
        CaseState state,
        int version,
        Instant at,
        ClockState clock,
        Optional<LocalDate> dueOn,
        Optional<LocalDate> statutoryDueOn,
        boolean isProvisional,
        Optional<Ending> ending) {
    static Moved of(CaseChange change) {
        var after = change.after();
        return new Moved(
                after.id(),
                change.move().happened(),
                after.state(),
                after.version(),
                change.at(),
                after.due().clock(),
                after.due().on(),
                after.due().statutoryOn(),
                after.due().isProvisional(),
                after.ending());
    }
}
