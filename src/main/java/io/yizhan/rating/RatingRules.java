package io.yizhan.rating;

import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.List;

/** What must hold of ratings. */
@Singleton
class RatingRules implements CheckRules {
    private final Pool pool;
    private final RatingConfig config;

    RatingRules(Pool pool, RatingConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(
                new SqlRule(pool, "a rated case has a rating", """
                        select c.id::text as object, c.state as detail from cases c
                        where c.state = 'rated' and not exists (select from rating r where r.case_id = c.id)
                        """),
                new SqlRule(pool, "a bad rating is followed up", """
                        select r.id::text as object, 'level ' || r.level as detail
                        from rating r left join rectification t on t.rating_id = r.id
                        where r.level >= 4 and t.rating_id is null
                        """),
                new SqlRule(
                        pool, "an open rectification has the timer of its step, unless it is at the top", """
                        select t.rating_id::text as object, t.state || ', escalations ' || t.escalations as detail
                        from rectification t left join timer on kind = 'rating.step' and key = t.rating_id
                        where (t.state <> 'closed' and t.escalations < %d) <> (timer.key is not null)
                        """.formatted(
                                        config.escalations())),
                new SqlRule(pool, "published figures are the ratings that count", """
                        select coalesce(f.department, r.department) as object,
                               coalesce(f.ratings, 0) || ', there are ' || coalesce(r.n, 0) as detail
                        from (select department, month, level, sum(ratings) as ratings from rating_figure group by 1, 2, 3) f full join
                            (select department, month, level, count(*) as n from rating where not is_excluded group by 1, 2, 3) r
                          on r.department = f.department and r.month = f.month and r.level = f.level
                        where coalesce(f.ratings, 0) <> coalesce(r.n, 0)
                        """));
    }
}
