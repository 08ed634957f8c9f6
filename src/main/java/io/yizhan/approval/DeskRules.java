package io.yizhan.approval;

import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.List;

/** What must hold of desks, reviews and cards. */
@Singleton
class DeskRules implements CheckRules {
    private final Pool pool;

    DeskRules(Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(
                new SqlRule(pool, "the desks hold the open cases", """
                        select c.id::text as object, c.state || ', on the desk ' || coalesce(d.state, 'not') as detail
                        from cases c left join desk_case d on d.case_id = c.id
                        where case when c.state in ('submitted', 'received', 'correctionRequested', 'accepted', 'inReview', 'suspended',
                            'decided', 'resultReady') then c.state end is distinct from d.state
                        """),
                new SqlRule(pool, "the counters are what lies on the desks", """
                        select coalesce(k.department, d.department) as object,
                               coalesce(k.state, d.state) || ': ' || coalesce(k.cases, 0) || ', there are ' || coalesce(d.n, 0) as detail
                        from desk_counter k full join
                            (select department, state, count(*) as n from desk_case group by department, state) d
                          on d.department = k.department and d.state = k.state
                        where coalesce(k.cases, 0) <> coalesce(d.n, 0)
                        """),
                new SqlRule(pool, "a granted case has every department's agreement", """
                        select r.case_id::text as object, r.department || ' ' || coalesce(r.outcome, r.state) as detail
                        from review r join cases c on c.id = r.case_id
                        where c.outcome = 'granted' and r.outcome is distinct from 'agree'
                        """),
                new SqlRule(pool, "a red card was issued against a date that had passed", """
                        select s.case_id::text as object, s.rule as detail
                        from supervision_card s
                        where s.kind = 'red' and s.rule = 'promiseOverdue' and s.issued_at < (s.due_on + 1)::timestamp at time zone 'Asia/Shanghai'
                        """));
    }
}
