package io.yizhan.progress;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.QueryNumber;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.Finding;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What must hold of the views in Redis once everything has been told. */
@Singleton
class ViewRules implements CheckRules {
    private static final int BATCH = 500;
    private static final String NEXT =
            "select id, query_number, version from cases where $1::bigint is null or query_number > $1 order by query_number limit $2";

    private final Pool pool;
    private final ProgressViews views;

    ViewRules(Pool pool, ProgressViews views) {
        this.pool = pool;
        this.views = views;
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(new ShownRule());
    }

    private record Standing(UUID id, QueryNumber number, int version) {}

    private final class ShownRule implements CheckRule {
        @Override
        public String name() {
            return "a view in Redis shows its case as it stands";
        }

        @Override
        public Uni<List<Finding>> check() {
            return after(null, new ArrayList<>());
        }

        private Uni<List<Finding>> after(@Nullable Long last, List<Finding> found) {
            return pool.preparedQuery(NEXT)
                    .execute(Tuple.of(last, BATCH))
                    .map(ViewRules::standings)
                    .chain(standings -> standings.isEmpty() || found.size() >= SqlRule.MOST
                            ? Uni.createFrom().item(found)
                            : compare(standings)
                                    .invoke(found::addAll)
                                    .chain(() -> after(
                                            standings
                                                    .get(standings.size() - 1)
                                                    .number()
                                                    .value(),
                                            found)));
        }

        private Uni<List<Finding>> compare(List<Standing> standings) {
            return Multi.createFrom()
                    .iterable(standings)
                    .onItem()
                    .transformToUni(standing -> views.shownVersion(standing.number())
                            .map(shown -> shown.filter(version -> version != standing.version())
                                    .map(version -> new Finding(
                                            name(),
                                            standing.id().toString(),
                                            "version " + version + ", but " + standing.version()))))
                    .merge(64)
                    .filter(Optional::isPresent)
                    .map(Optional::get)
                    .collect()
                    .asList();
        }
    }

    private static List<Standing> standings(RowSet<Row> rows) {
        var all = new ArrayList<Standing>(rows.size());
        for (var row : rows) {
            all.add(new Standing(
                    row.getUUID("id"), new QueryNumber(row.getLong("query_number")), row.getInteger("version")));
        }
        return all;
    }
}
