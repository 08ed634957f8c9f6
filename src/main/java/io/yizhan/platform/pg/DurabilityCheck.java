package io.yizhan.platform.pg;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Refuses to start on a database that would lose what it acknowledged: {@code fsync} and {@code full_page_writes} must
 * be on, {@code synchronous_commit} at least {@code on}. Read through the pool, because a role or the pool itself may
 * lower the last one.
 */
@Singleton
final class DurabilityCheck {
    private static final String DURABILITY = """
            select current_setting('fsync')
                 , current_setting('full_page_writes')
                 , current_setting('synchronous_commit')
            """;

    private static final Set<String> WAITS_FOR_THE_DISK = Set.of("on", "remote_apply");

    private final OpeningQuestions questions;

    DurabilityCheck(OpeningQuestions questions) {
        this.questions = questions;
    }

    /** Before anything else that observes the start may write. */
    void check(@Observes @Priority(1) StartupEvent start) {
        var weak = questions.weakSettings();
        if (!weak.isEmpty()) {
            throw new ConfigurationException("The database would lose acknowledged data after a crash: set "
                    + String.join(" and ", weak) + " on the PostgreSQL server.");
        }
    }

    /** What would have to be set, as {@code name=value}; empty on a durable server. */
    static Uni<List<String>> weakSettings(SqlClient client) {
        return client.query(DURABILITY)
                .execute()
                .map(rows -> weakSettings(rows.iterator().next()));
    }

    private static List<String> weakSettings(Row row) {
        var weak = new ArrayList<String>();
        if (!row.getString(0).equals("on")) {
            weak.add("fsync=on");
        }
        if (!row.getString(1).equals("on")) {
            weak.add("full_page_writes=on");
        }
        if (!WAITS_FOR_THE_DISK.contains(row.getString(2))) {
            weak.add("synchronous_commit=on");
        }
        return weak;
    }
}
