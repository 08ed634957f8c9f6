package io.yizhan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.BenchIdentity;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On stores of its own, because the data it checks is loaded with the schema's keys taken off. */
class BenchDataTest {
    private static final int CASES = 1_000;

    /** The others work on its copy. */
    private static final String AS_LOADED = "bench_" + CASES;

    private static BenchStores stores;
    private static BenchData data;

    @BeforeAll
    static void load() {
        stores = BenchStores.start(Path.of("target", "bench", "test-stores"));
        data = BenchData.load(stores, CASES);
    }

    @AfterAll
    static void stop() {
        stores.close();
    }

    @Test
    void namesTheSamePersonAndTheSameCaseEveryTime() {
        var again = BenchData.of(CASES, BenchIdentity.of(stores.keys(), BenchStores.ISSUER, Duration.ofMinutes(1)));

        assertThat(again.subject(7)).isEqualTo(data.subject(7));
        assertThat(again.caseId(7)).isEqualTo(data.caseId(7));
        assertThat(data.subject(7)).hasToString("016f5e66-e846-74d1-ba69-6c36e3c5f627");
        assertThat(data.queryNumber(7)).isEqualTo("H713JTZ69DH8K");
    }

    @Test
    void findsEveryCaseByTheNumberItComputes() throws SQLException {
        try (var connection = stores.connect();
                var query = connection.prepareStatement("select id from cases where query_number = ?")) {
            for (long c = 0; c < CASES; c++) {
                query.setLong(1, data.queryValue(c));
                try (var row = query.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getObject(1)).isEqualTo(data.caseId(c));
                }
            }
        }
    }

    @Test
    void obeysWhatTheServiceReliesOn() throws SQLException {
        try (var connection = stores.connect(AS_LOADED)) {
            assertThat(BenchConsistency.of(data).violations(connection))
                    .isNotEmpty()
                    .allSatisfy((rule, violations) -> assertThat(violations).isZero());
        }
    }

    @Test
    void noticesUnsoundData() throws SQLException {
        try (var connection = stores.connect(AS_LOADED);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("delete from case_event where case_id = '" + data.caseId(3) + "'");

            assertThat(BenchConsistency.of(data).violations(connection))
                    .containsEntry("a case has one event for each version", 1L);
            connection.rollback();
        }
    }

    @Test
    void keepsTheKeysAndIndexesOfTheSchema() throws SQLException {
        var keys = """
                select (select count(*) from pg_constraint where contype in ('p', 'u', 'f') and convalidated)
                       + (select count(*) from pg_indexes where schemaname = 'public')
                """;
        try (var connection = stores.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(keys)) {
            row.next();
            assertThat(row.getLong(1)).isGreaterThan(70);
        }
    }

    @Test
    void drawsHalfOfAllQuestionsFromFew() {
        var draw = BenchData.zipf(10_000, new Random(1));
        var counts = new HashMap<Long, Integer>();
        LongStream.generate(draw).limit(20_000).forEach(subject -> counts.merge(subject, 1, Integer::sum));

        var ofTheHottest = counts.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(100)
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(ofTheHottest).isBetween(9_000, 11_000);
        assertThat(counts.keySet()).allMatch(subject -> subject >= 0 && subject < 10_000);
    }

    @Test
    void mixesWithoutCollisions() {
        var seen = new HashSet<Long>();
        for (long i = 0; i < 100_000; i++) {
            assertThat(seen.add(Mix.fiftyBits(i))).isTrue();
        }
        assertThat(LongStream.range(0, 1_000)
                        .map(i -> Mix.below(1_000, i, 5))
                        .distinct()
                        .count())
                .isEqualTo(1_000);
    }

    @Test
    void preparesApplicationsWithAFreshPaperEach() throws SQLException {
        var applications = data.applications(stores, 300);

        assertThat(applications).hasSize(300).extracting(Application::upload).doesNotHaveDuplicates();
        try (var connection = stores.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select count(*) from material where handed_in_at is null and state = 'valid'")) {
            row.next();
            assertThat(row.getInt(1)).isGreaterThanOrEqualTo(300);
        }
    }

    /** As pgbench would, with its variables given: the script must write exactly one whole case. */
    @Test
    void writesOneCaseWithEachSubmissionScript() throws SQLException {
        var script = SubmissionScript.of(Instant.now(), 10);
        try (var connection = stores.connect()) {
            script.prepare(connection, 1);
            for (int reused = 1; reused <= 4; reused++) {
                var values = Map.of(
                        "j",
                        100_000_000_000L + reused,
                        "s",
                        100_000_000_000L + reused,
                        "b",
                        5L,
                        "q",
                        (5L << 50) + reused,
                        "i",
                        1L,
                        "d",
                        0L);
                try (var statement = connection.createStatement()) {
                    var outcome = statement.executeQuery(bound(script.script(reused), values));
                    assertThat(outcome.next()).isTrue();
                    assertThat(outcome.getString("official_number")).hasSize(43);
                }
            }
        }
    }

    private static String bound(String script, Map<String, Long> values) {
        var sql = script.replaceAll("(?m)^\\\\set .*\\R", "");
        for (var value : values.entrySet()) {
            sql = sql.replaceAll(
                    "(?<!:):" + value.getKey() + "\\b", value.getValue().toString());
        }
        return sql;
    }
}
