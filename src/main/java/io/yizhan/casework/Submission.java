package io.yizhan.casework;

import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.material.MatchMaterials.Application;
import io.yizhan.platform.IdempotencyKey;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A decided application, ready to be written.
 *
 * @param endedTypes material types whose reuse ends because of what is handed in now
 * @param body the answer, with {@link Submissions#OFFICIAL_NUMBER} where the official number goes
 */
record Submission(
        UUID id,
        AuthenticatedCaller caller,
        IdempotencyKey key,
        byte[] fingerprint,
        Application application,
        QueryNumber queryNumber,
        byte[] form,
        List<UsedMaterial> materials,
        List<String> endedTypes,
        Optional<Integer> draftVersion,
        String body,
        String requestId) {
    /** Whether something is handed in with it, so that the subject's library changes. */
    boolean handsIn() {
        return materials.stream().anyMatch(used -> !used.isReused());
    }
}
