package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * More time, once, with the head's approval and reasons told to the applicant (Administrative Licensing Law, article 42).
 *
 * @param days working days, at most {@link #MOST}, or {@link #MOST_JOINTLY}
 * @param approvedBy another one than who asked; until then it does not count
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LimitExtension(
        int days,
        String reason,
        Instant requestedAt,
        UUID requestedBy,
        Optional<Instant> approvedAt,
        Optional<UUID> approvedBy) {
    static final int MOST = 10;

    /** When several departments handle it jointly. */
    public static final int MOST_JOINTLY = 15;

    boolean isApproved() {
        return approvedAt.isPresent();
    }

    LimitExtension approved(Instant at, UUID by) {
        return new LimitExtension(days, reason, requestedAt, requestedBy, Optional.of(at), Optional.of(by));
    }
}
