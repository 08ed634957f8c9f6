package io.yizhan.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What no constraint of the schema says but the service relies on. Each query counts violations. Above a million cases the
 * large tables are sampled, one page in fifty.
 */
final class BenchConsistency {
    private static final long LARGEST_WHOLE = 1_000_000;

    private static final Map<String, String> QUERIES = queries();

    private final String sample;

    private BenchConsistency(String sample) {
        this.sample = sample;
    }

    static BenchConsistency of(BenchData data) {
        return new BenchConsistency(data.cases() > LARGEST_WHOLE ? "tablesample system (2) repeatable (1)" : "");
    }

    private static Map<String, String> queries() {
        var queries = new LinkedHashMap<String, String>();
        queries.put("the bucket of a subject is the last ten bits of its id", """
                select count(*) from subject
                where bucket <> ('x' || right(replace(id::text, '-', ''), 4))::bit(16)::int & 1023
                """);
        queries.put("a case is of a subject and in its bucket", """
                select count(*) from cases c %s
                where not exists (select 1 from subject s where s.bucket = c.bucket and s.id = c.subject)
                """);
        queries.put("who submits is the subject or its legal representative", """
                select count(*) from cases c %s
                where c.actor <> c.subject and not exists (
                    select 1 from mandate m
                    where m.bucket = c.bucket and m.organisation_id = c.subject and m.agent_id = c.actor)
                """);
        queries.put("a case has one event for each version", """
                select count(*) from cases c %s
                where c.version <> (select count(*) from case_event e where e.case_id = c.id)
                   or c.version <> (select max(seq) from case_event e where e.case_id = c.id)
                """);
        queries.put("a case has the number that was handed out for it", """
                select count(*) from cases c %s
                where not exists (select 1 from case_number n where n.official_number = c.official_number and n.case_id = c.id)
                """);
        queries.put("an official number is item, business date and daily sequence", """
                select count(*) from cases c %s
                where c.official_number not like c.implementation_code
                    || to_char(c.submitted_at at time zone 'Asia/Shanghai', 'YYYYMMDD') || '____'
                   or right(c.official_number, 4)::int > (
                       select last from case_counter k where k.implementation_code = c.implementation_code
                         and k.business_date = (c.submitted_at at time zone 'Asia/Shanghai')::date)
                """);
        queries.put("a case was submitted with materials of its subject", """
                select count(*) from cases c %s
                where not exists (select 1 from case_material u where u.case_id = c.id)
                   or exists (select 1 from case_material u join material m on m.id = u.material
                              where u.case_id = c.id and (m.holder <> c.subject or m.material_type <> u.material_type))
                """);
        queries.put("a material is of a subject, in its bucket, handed in with a case of it, and counted", """
                select count(*) from material m %s
                where not exists (select 1 from subject s where s.bucket = m.bucket and s.id = m.holder)
                   or not exists (select 1 from cases c where c.id = m.source_case and c.subject = m.holder
                                  and c.submitted_at = m.handed_in_at)
                   or not exists (select 1 from material_library l where l.holder = m.holder and l.version > 0)
                """);
        queries.put("a remembered answer is of a case of its caller", """
                select count(*) from idempotency i
                where not exists (select 1 from cases c where c.id = i.resource and i.caller = c.subject || '/' || c.actor)
                """);
        queries.put("the audit trail is chained", """
                select count(*) from audit_entry a %s
                where hash <> audit_hash(previous_hash, stream, seq, at, actor, action, object, detail, request_id)
                   or previous_hash <> coalesce(
                       (select p.hash from audit_entry p where p.stream = a.stream and p.seq = a.seq - 1), ''::bytea)
                """);
        return queries;
    }

    /** Violations by rule; all of them zero in sound data. */
    Map<String, Long> violations(Connection connection) throws SQLException {
        var violations = new LinkedHashMap<String, Long>();
        for (var query : QUERIES.entrySet()) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(query.getValue().replace("%s", sample))) {
                row.next();
                violations.put(query.getKey(), row.getLong(1));
            }
        }
        return violations;
    }

    /** @throws IllegalStateException naming each rule that is broken */
    void require(Connection connection) throws SQLException {
        var broken = violations(connection);
        broken.values().removeIf(count -> count == 0);
        if (!broken.isEmpty()) {
            throw new IllegalStateException("the loaded data is unsound: " + broken);
        }
    }
}
