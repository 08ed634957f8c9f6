package io.yizhan.casework;

import io.smallrye.mutiny.Uni;

/**
 * Learns of a change right after its commit, inside the request that made it, so that people see their own change at
 * once. It may be missed (the process dies): the outbox tells the same again. Its failure never fails the request.
 */
public interface CaseFollower {
    Uni<Void> changed(CaseStanding standing);
}
