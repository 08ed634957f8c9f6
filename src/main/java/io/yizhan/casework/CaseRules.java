package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.Finding;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold of cases, their events, clocks, numbers and timers. */
@Singleton
class CaseRules implements CheckRules {
    private static final int BATCH = 500;

    private final Pool pool;
    private final CaseFiles files;
    private final CaseClock clock;

    CaseRules(Pool pool, CaseFiles files, StatutoryClock statutory) {
        this.pool = pool;
        this.files = files;
        this.clock = new CaseClock(statutory);
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(
                sql("a case has one event per version", """
                        select c.id::text as object, 'version ' || c.version || ', events ' || e.n as detail
                        from cases c cross join lateral
                            (select count(*) as n, max(seq) as last from case_event where case_id = c.id) e
                        where e.n <> c.version or e.last <> c.version
                        """),
                sql("the last event led to the state of the case", """
                        select c.id::text as object, coalesce(e.state, e.kind) || ', but ' || c.state as detail
                        from cases c left join case_event e on e.case_id = c.id and e.seq = c.version
                        where coalesce(e.state, e.kind) is distinct from c.state
                        """),
                sql("every event is a move of the table, from the state the one before led to", """
                        select e.case_id::text as object, 'event ' || e.seq || ': ' || e.kind as detail
                        from (
                            select case_id, seq, kind, coalesce(state, kind) as state,
                                   lag(coalesce(state, kind)) over (partition by case_id order by seq) as before
                            from case_event
                        ) e left join (values %s) as legal(kind, before, state)
                          on legal.kind = e.kind and legal.before = coalesce(e.before, '') and legal.state = e.state
                        where legal.kind is null
                        """.formatted(
                                legalSteps())),
                sql("every event has its audit entry", """
                        select c.id::text as object, c.version || ' events, ' || a.n || ' entries' as detail
                        from cases c cross join lateral
                            (select count(*) as n from audit_entry where stream = c.id and action like 'case.%') a
                        where a.n <> c.version
                        """),
                sql("a case rests exactly while a stop of it is running", """
                        select c.id::text as object, c.state as detail
                        from cases c left join case_stop s on s.case_id = c.id and s.ended_at is null
                        where (c.state = 'suspended') <> (s.case_id is not null)
                        """),
                sql("a final case has an ending, an open one has none", """
                        select id::text as object, state || ', ending ' || coalesce(ending::text, 'none') as detail
                        from cases
                        where (ending is not null) <> (state in ('notAccepted', 'transferred', 'withdrawn', 'decided', 'resultReady',
                            'delivered', 'rated', 'archived', 'ended'))
                        """),
                sql("an official number is one of the item's and of the day, and in the ledger", """
                        select c.id::text as object, c.official_number as detail
                        from cases c left join case_number n on n.official_number = c.official_number
                        where n.case_id is distinct from c.id or n.state <> 'used'
                           or left(c.official_number, 31) <> c.implementation_code
                           or substr(c.official_number, 32, 8) <> to_char(c.submitted_at at time zone 'Asia/Shanghai', 'YYYYMMDD')
                        """),
                sql("the counter of an item and a day is what has been handed out", """
                        select k.implementation_code as object, k.business_date || ': ' || k.last || ', handed out ' || n.n as detail
                        from case_counter k cross join lateral
                            (select count(*) as n from case_number
                             where official_number like k.implementation_code || to_char(k.business_date, 'YYYYMMDD') || '____') n
                        where n.n <> k.last
                        """),
                sql("whoever waits for an answer has the timer that will give it", """
                        select c.id::text as object, c.state as detail
                        from cases c left join timer t on t.kind = 'case.silence' and t.key = c.id
                        where c.state in ('submitted', 'received') and t.key is null
                          and not (c.state = 'submitted' and exists
                            (select from outbox o where o.key = c.id and o.topic = 'case.submitted'))
                        """),
                sql("what is still owed has a timer, and nothing else", """
                        select c.id::text as object, c.state as detail
                        from cases c left join timer t on t.kind = 'case.owed' and t.key = c.id
                        where (c.ending is null or c.state not in ('archived', 'ended', 'withdrawn')) and (t.key is not null) <>
                            (exists (select from case_owed o where o.case_id = c.id and o.supplied_at is null)
                             and not exists (select from case_event e where e.case_id = c.id and e.kind = 'commitmentBroken'))
                        """),
                new ClockRule());
    }

    private CheckRule sql(String name, String query) {
        return new SqlRule(pool, name, query);
    }

    /** The table of moves as rows: what happened, from where, where to. */
    private static String legalSteps() {
        var steps = Arrays.stream(CaseMove.values())
                .flatMap(move -> move.starts().stream().map(state -> "('%s', '%s', '%s')"
                        .formatted(
                                move.happened(),
                                state.word(),
                                move.from(state).orElseThrow().word())))
                .collect(Collectors.joining(", "));
        return "('submitted', '', 'submitted'), " + steps;
    }

    /** Computes every due date anew. */
    private final class ClockRule implements CheckRule {
        private static final String NEXT =
                "select id from cases where $1::uuid is null or id > $1 order by id limit $2";

        @Override
        public String name() {
            return "a due date is what acceptance, limit, calendar, stops and extension make it";
        }

        @Override
        public Uni<List<Finding>> check() {
            return after(null, new ArrayList<>());
        }

        private Uni<List<Finding>> after(@Nullable UUID last, List<Finding> found) {
            return pool.preparedQuery(NEXT)
                    .execute(Tuple.of(last, BATCH))
                    .map(rows -> {
                        var ids = new ArrayList<UUID>(rows.size());
                        rows.forEach(row -> ids.add(row.getUUID("id")));
                        return ids;
                    })
                    .chain(ids -> ids.isEmpty() || found.size() >= SqlRule.MOST
                            ? Uni.createFrom().item(found)
                            : files.list(pool, ids)
                                    .invoke(batch -> batch.forEach(file -> compare(file, found)))
                                    .chain(() -> after(ids.get(ids.size() - 1), found)));
        }

        private void compare(CaseFile file, List<Finding> found) {
            var due = clock.counted(file);
            if (!due.isAs(file.due())) {
                found.add(new Finding(name(), file.id().toString(), file.due() + ", but " + due));
            }
        }
    }
}
