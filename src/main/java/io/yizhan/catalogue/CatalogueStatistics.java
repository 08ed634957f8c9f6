package io.yizhan.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Counts one version, in the tables themselves: what the hall publishes about its catalogue is a query, not a claim. */
@Singleton
final class CatalogueStatistics {
    private static final String COUNT = """
            select (select count(*) from catalogue_department where version = $1)::integer,
                count(*)::integer,
                count(*) filter (where type = '01')::integer,
                count(*) filter (where type = '20')::integer,
                count(*) filter (where handling_type = '1')::integer,
                (select count(*) from catalogue_material_type where version = $1)::integer,
                (select count(*) from catalogue_requirement where version = $1 and status = 'current')::integer,
                (select count(*) from catalogue_requirement where version = $1 and status = 'cancelled')::integer,
                coalesce(sum(promised_days_before), 0)::integer,
                coalesce(sum(promised_days_after), 0)::integer,
                coalesce(sum(promised_days_before - promised_days_after), 0)::integer,
                count(*) filter (where promised_days_after < promised_days_before)::integer
            from catalogue_item
            where version = $1
            """;

    /** What was counted becomes a view when somebody asks for it: its averages are not worth the time of a start. */
    Uni<Once<View>> of(SqlClient client, int version) {
        return client.preparedQuery(COUNT)
                .execute(Tuple.of(version))
                .map(found -> found.iterator().next())
                .map(counted -> new Once<>(() -> View.of(version, counted)));
    }

    /** What is published about one version. */
    record View(
            int catalogueVersion,
            int departments,
            ItemCounts items,
            MaterialCounts materials,
            WorkingDays workingDays,
            List<Average> averages) {
        private static View of(int version, Row counted) {
            var items = new ItemCounts(
                    counted.getInteger(1), counted.getInteger(2), counted.getInteger(3), counted.getInteger(4));
            var days = new WorkingDays(counted.getInteger(8), counted.getInteger(9), counted.getInteger(10));
            return new View(
                    version,
                    counted.getInteger(0),
                    items,
                    new MaterialCounts(counted.getInteger(5), counted.getInteger(6), counted.getInteger(7)),
                    days,
                    averages(days, items.total(), counted.getInteger(11)));
        }

        private static List<Average> averages(WorkingDays days, int listed, int shortened) {
            return List.of(
                    Average.of(
                            "reducedDaysPerListedItem",
                            days.reduced(),
                            listed,
                            "目录中的全部事项",
                            "all items of the catalogue"),
                    Average.of(
                            "reducedDaysPerShortenedItem",
                            days.reduced(),
                            shortened,
                            "承诺时限比原来缩短的事项",
                            "the items whose promised limit became shorter"));
        }
    }

    /** Items by type, and how many of all are handled on the spot. */
    record ItemCounts(int total, int licensing, int publicService, int immediate) {}

    /** Types in the catalogue, materials asked for over all items, materials no longer asked for. */
    record MaterialCounts(int types, int required, int cancelled) {}

    /** Sums of the promised limits of all items before and after the clean-up, and the difference. */
    record WorkingDays(int before, int after, int reduced) {}

    /**
     * An average that says what it is an average over.
     *
     * @param value working days, rounded half up to one decimal; 0 over nothing
     */
    record Average(
            String name, BigDecimal value, int numerator, int denominator, String denominatorZh, String denominatorEn) {
        private static Average of(String name, int numerator, int denominator, String zh, String en) {
            var value = denominator == 0
                    ? BigDecimal.ZERO
                    : BigDecimal.valueOf(numerator).divide(BigDecimal.valueOf(denominator), 1, RoundingMode.HALF_UP);
            return new Average(name, value, numerator, denominator, zh, en);
        }
    }
}
