package io.yizhan.platform.timer;

import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.List;

/** What must hold of timers. */
@Singleton
class TimerRules implements CheckRules {
    private final Pool pool;

    TimerRules(Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(new SqlRule(pool, "no timer has failed and waits to be tried again", """
                select kind || '/' || key as object, 'due ' || due_at || ', attempts ' || attempts as detail
                from timer where attempts > 0
                """));
    }
}
