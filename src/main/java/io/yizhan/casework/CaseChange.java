package io.yizhan.casework;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A move that is being made.
 *
 * @param actor who moves it; nobody when the law does
 */
public record CaseChange(
        CaseFile before, CaseFile after, CaseMove move, Instant at, Optional<UUID> actor, String requestId) {}
