package io.yizhan.casework;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.Problem;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** An applicant takes a case back. */
@Singleton
public final class WithdrawCase {
    private static final Logger LOG = Logger.getLogger(WithdrawCase.class);

    private final Cases cases;
    private final List<CaseFollower> followers;

    WithdrawCase(Cases cases, @All List<CaseFollower> followers) {
        this.cases = cases;
        this.followers = followers;
    }

    /** @throws Problem {@code case-not-found}, {@code version-changed}, {@code case-state-conflict} */
    public Uni<CaseStanding> withdraw(UUID id, AuthenticatedCaller caller, int expectedVersion, String requestId) {
        return cases.withdraw(id, caller, expectedVersion, requestId).call(this::tellFollowers);
    }

    private Uni<Void> tellFollowers(CaseStanding standing) {
        return Multi.createFrom()
                .iterable(followers)
                .onItem()
                .transformToUniAndConcatenate(follower -> follower.changed(standing))
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(missed -> LOG.debugf("told again by the outbox: %s", missed.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
