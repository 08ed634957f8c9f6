package io.yizhan.casework;

import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.material.Library;
import io.yizhan.material.MatchMaterials.Application;
import io.yizhan.platform.IdempotencyKey;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A decided application, ready to be written.
 *
 * @param library what the decision was made on
 * @param endedTypes material types whose reuse ends because of what is handed in now
 * @param body the answer, with {@link Submissions#OFFICIAL_NUMBER} where the official number goes
 */
record Submission(
        UUID id,
        AuthenticatedCaller caller,
        IdempotencyKey key,
        byte[] fingerprint,
        Application application,
        Library library,
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

    /** What the subject has handed in by then, unless others have changed it too: that PostgreSQL knows. */
    Optional<Library> libraryAt(int version) {
        var handedIn = materials.stream()
                .filter(used -> !used.isReused())
                .map(UsedMaterial::material)
                .toList();
        return library.afterHandingIn(version, handedIn, id, application.moment());
    }
}
