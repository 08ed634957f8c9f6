package io.yizhan.approval;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseChange;
import io.yizhan.casework.CaseMove;
import io.yizhan.casework.CaseState;
import io.yizhan.casework.CaseWitness;
import io.yizhan.platform.outbox.OutboxConsumer;
import io.yizhan.platform.outbox.OutboxEntry;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * How many cases lie on a department's desk, by state, without counting them.
 *
 * <p>Owns {@code desk_case} (one row per case that is not done: {@code department}, {@code state}, {@code version}) and
 * {@code desk_counter} ({@code cases} per department and state, kept by a trigger on {@code desk_case}, so that the two cannot
 * disagree). A move changes them in its transaction; a submission does so by the outbox, because it shall not wait for others at a
 * counter.
 */
@Singleton
class DeskCounts implements CaseWitness, OutboxConsumer {
    private static final String PLACE = """
            insert into desk_case (case_id, department, state, version) values ($1, $2, $3, $4)
            on conflict on constraint desk_case_pkey do update set state = excluded.state, version = excluded.version
            where desk_case.version < excluded.version
            """;

    private static final String REMOVE = "delete from desk_case where case_id = $1";

    private static final String PLACE_SUBMITTED = """
            insert into desk_case (case_id, department, state, version)
            select id, department, state, version from cases where id = any($1) and state = 'submitted'
            order by department, id for share
            on conflict on constraint desk_case_pkey do nothing
            """;

    private static final String COUNTS = """
            select department, state, cases from desk_counter where ($1 or department = any($2)) and cases > 0
            order by department, state
            """;

    private final Pool pool;

    DeskCounts(Pool pool) {
        this.pool = pool;
    }

    /** @param cases how many lie there */
    record Count(String department, CaseState state, int cases) {}

    @Override
    public Uni<Void> moved(SqlConnection transaction, CaseChange change) {
        var file = change.after();
        var moved = file.state().isDone()
                ? transaction.preparedQuery(REMOVE).execute(Tuple.of(file.id()))
                : transaction
                        .preparedQuery(PLACE)
                        .execute(Tuple.of(
                                file.id(),
                                file.head().department(),
                                file.state().word(),
                                file.version()));
        return moved.replaceWithVoid();
    }

    @Override
    public Uni<List<Undelivered>> accept(List<OutboxEntry> entries) {
        var submitted = entries.stream()
                .filter(entry -> entry.topic().equals(CaseMove.SUBMIT.topic()))
                .map(OutboxEntry::key)
                .toArray(UUID[]::new);
        return submitted.length == 0
                ? Uni.createFrom().item(List.of())
                : pool.preparedQuery(PLACE_SUBMITTED)
                        .execute(Tuple.tuple().addValue(submitted))
                        .replaceWith(List.of());
    }

    /** Of some departments, or of the whole hall. */
    Uni<List<Count>> of(Set<String> departments, boolean isHall) {
        return pool.preparedQuery(COUNTS)
                .execute(Tuple.of(isHall, departments.toArray(String[]::new)))
                .map(DeskCounts::counts);
    }

    private static List<Count> counts(RowSet<Row> rows) {
        var all = new ArrayList<Count>(rows.size());
        for (var row : rows) {
            all.add(new Count(
                    row.getString("department"), CaseState.ofWord(row.getString("state")), row.getInteger("cases")));
        }
        return all;
    }
}
