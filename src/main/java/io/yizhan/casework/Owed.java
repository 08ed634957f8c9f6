package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** A material that tolerant or commitment-based acceptance left to be supplied by {@code dueOn}. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Owed(String materialType, LocalDate dueOn, Optional<Instant> suppliedAt) {
    boolean isOpen() {
        return suppliedAt.isEmpty();
    }

    Owed supplied(Instant at) {
        return new Owed(materialType, dueOn, Optional.of(at));
    }
}
