package io.yizhan.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.pg.PgProblems;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A rule of the database that a request breaks is the request's fault, and the request is told which rule. */
@QuarkusTest
class ConstraintsTest {
    /** NOT NULL is left out: no request can reach it, and before PostgreSQL 18 it is not a constraint at all. */
    private static final String CONSTRAINTS = """
            select conname as name
            from pg_constraint
            where connamespace = 'public'::regnamespace
              and contype in ('c', 'f', 'p', 'u', 'x')
              and conrelid <> 'flyway_schema_history'::regclass
            union
            select relname
            from pg_index join pg_class on pg_class.oid = indexrelid
            where relnamespace = 'public'::regnamespace
              and indisunique
              and indrelid <> 'flyway_schema_history'::regclass
            """;

    @Inject
    Pool pool;

    @Inject
    PgProblems problems;

    @Test
    void areEachMappedByNameAndNoLineIsStale() throws IOException {
        assertThat(mapped()).containsExactlyInAnyOrderElementsOf(constraints());
    }

    @Test
    void areEachTheClientsToMend() {
        assertThat(constraints()).allSatisfy(name -> assertThat(problems.ofConstraint(name))
                .as(name)
                .hasValueSatisfying(
                        (ProblemType type) -> assertThat(type.status()).isBetween(400, 499)));
    }

    private Set<String> constraints() {
        var names = new TreeSet<String>();
        for (Row row : pool.query(CONSTRAINTS).executeAndAwait()) {
            names.add(row.getString("name"));
        }
        return names;
    }

    private static Set<String> mapped() throws IOException {
        var lines = new Properties();
        try (var file = ConstraintsTest.class.getResourceAsStream("/constraint-problems.properties")) {
            lines.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
        return lines.stringPropertyNames();
    }
}
