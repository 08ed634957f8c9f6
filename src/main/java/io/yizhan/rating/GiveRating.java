package io.yizhan.rating;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.rating.Ratings.Judgement;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rates a matter as a whole. */
@Singleton
public final class GiveRating {
    private final Pool pool;
    private final Ratings ratings;

    GiveRating(Pool pool, Ratings ratings) {
        this.pool = pool;
        this.ratings = ratings;
    }

    /** @param level 1 to 5 */
    public Uni<Void> give(UUID caseId, int level, AuthenticatedCaller rater) {
        var judgement = new Judgement(level, Map.of(Indicator.OVERALL, level), Optional.of("示范评价"), false);
        return pool.withTransaction(
                        transaction -> ratings.rate(transaction, caseId, "matter", judgement, rater, "rating"))
                .replaceWithVoid();
    }
}
