package io.yizhan.approval;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.casework.CaseAccess;
import io.yizhan.casework.CaseFiles;
import io.yizhan.identity.AuthenticatedCaller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Claims a review and concludes it in one step. */
@Singleton
public final class GiveOpinion {
    private final Pool pool;
    private final CaseFiles files;
    private final Reviews reviews;

    GiveOpinion(Pool pool, CaseFiles files, Reviews reviews) {
        this.pool = pool;
        this.files = files;
        this.reviews = reviews;
    }

    public Uni<Void> agree(UUID caseId, AuthenticatedCaller officer) {
        return pool.withTransaction(transaction -> files.lockAndGet(transaction, caseId, CaseAccess.of(officer))
                        .call(file -> reviews.claim(transaction, caseId, officer, "opinion"))
                        .chain(file ->
                                reviews.conclude(transaction, file, Review.Outcome.AGREE, "同意", officer, "opinion")))
                .replaceWithVoid();
    }
}
