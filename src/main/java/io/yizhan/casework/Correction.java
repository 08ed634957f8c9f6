package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A notice of everything that has to be corrected (Administrative Licensing Law, article 32: once, all of it).
 *
 * @param overrideReason why there is another one after the first
 * @param supplyBy the last day; after it the case is closed as never supplied
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Correction(
        int seq,
        List<Defect> defects,
        Instant requestedAt,
        UUID requestedBy,
        Optional<String> overrideReason,
        LocalDate supplyBy,
        Optional<Instant> suppliedAt) {

    /**
     * One thing to correct.
     *
     * @param about {@code material:<type>} or {@code form:<field>}
     * @param reason what is wrong and what is needed, in the officer's words; shown to the applicant
     */
    public record Defect(
            @NotNull @Pattern(regexp = "(material:[A-Z]{3}[0-9]{3})|(form:[a-zA-Z][a-zA-Z0-9_.]{0,63})")
            String about,

            @NotNull @Size(min = 2, max = 500) String reason) {}

    boolean isOpen() {
        return suppliedAt.isEmpty();
    }

    Correction supplied(Instant at) {
        return new Correction(seq, defects, requestedAt, requestedBy, overrideReason, supplyBy, Optional.of(at));
    }
}
