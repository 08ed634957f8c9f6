package io.yizhan.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One sign-in and the family of tokens that descends from it.
 *
 * @param actor the person acting; the subject itself unless a mandate is used
 * @param assuranceLevel real-name level, 2 to 5
 * @param amr how it was proved: {@code sms}, {@code vouch} or {@code device}
 * @param departments credit codes of the departments an officer works for
 * @param expiresAt when the family ends whatever happens
 */
record Session(
        UUID id,
        SubjectId subject,
        SubjectId actor,
        Scope scope,
        String channel,
        int assuranceLevel,
        String amr,
        List<String> departments,
        Instant authenticatedAt,
        Optional<SubjectId> vouchedBy,
        Optional<UUID> mandate,
        Instant expiresAt) {}
