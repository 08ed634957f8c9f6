package io.yizhan.rating;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Published figures. Owns {@code rating_figure}: counts of ratings that are not excluded per department, item, window (empty for a whole
 * matter), month and level, kept by a trigger on {@code rating}.
 */
@Singleton
final class RatingFigures {
    private static final String SUMS = """
            select %s as name, level, sum(ratings)::bigint as ratings from rating_figure
            where month between $1 and $2 and %s group by 1, 2 order by 1, 2
            """;

    private final Pool pool;
    private final RatingConfig config;

    RatingFigures(Pool pool, RatingConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** What is compared. */
    enum By {
        ITEM("implementation_code", "true"),
        DEPARTMENT("department", "true"),
        WINDOW("window_number", "window_number <> ''");

        private final String column;
        private final String condition;

        By(String column, String condition) {
            this.column = column;
            this.condition = condition;
        }

        static By ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One of those compared.
     *
     * @param name implementation code, credit code of the department, or window number
     * @param levels how many gave each level; absent in a group so small that it would tell who did
     * @param satisfied share of levels 1 to 3, in per mille
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Figure(String name, long ratings, Optional<Map<Integer, Long>> levels, Optional<Integer> satisfied) {}

    /** Both months included. */
    Uni<List<Figure>> of(By by, YearMonth from, YearMonth to) {
        return pool.preparedQuery(SUMS.formatted(by.column, by.condition))
                .execute(Tuple.of(from.atDay(1), to.atDay(1)))
                .map(rows -> {
                    var groups = new TreeMap<String, Map<Integer, Long>>();
                    for (Row row : rows) {
                        groups.computeIfAbsent(row.getString("name"), name -> new TreeMap<>())
                                .put(row.getInteger("level"), row.getLong("ratings"));
                    }
                    return figures(groups);
                });
    }

    private List<Figure> figures(Map<String, Map<Integer, Long>> groups) {
        var all = new ArrayList<Figure>(groups.size());
        groups.forEach((name, levels) -> figure(name, levels).ifPresent(all::add));
        return all;
    }

    private Optional<Figure> figure(String name, Map<Integer, Long> levels) {
        long total = levels.values().stream().mapToLong(Long::longValue).sum();
        if (total == 0) {
            return Optional.empty();
        }
        if (total < config.smallestGroup()) {
            return Optional.of(new Figure(name, total, Optional.empty(), Optional.empty()));
        }
        long satisfied = levels.entrySet().stream()
                .filter(level -> !Rectifications.isBad(level.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return Optional.of(
                new Figure(name, total, Optional.of(levels), Optional.of(Math.toIntExact(satisfied * 1000 / total))));
    }
}
