package io.yizhan.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Text;
import io.yizhan.platform.personal.Erasure;
import io.yizhan.platform.personal.PersonalData;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who has read personal data of a subject, from the subject's stream of the trail. */
@Singleton
public final class Accesses implements PersonalData {
    private static final String LIST = """
            select seq, at, actor, action, object, detail from audit_entry
            where stream = $1 and action in ('subject.read', 'case.read', 'document.read', 'licence.read', 'signIn.vouch') and ($2::int is null or seq < $2)
            order by seq desc limit $3
            """;

    private static final Text TRAIL = new Text(
            "访问记录是审计日志，依照《中华人民共和国网络安全法》留存。",
            "The record of who read what is an audit log, which the Cybersecurity Law keeps.");

    /**
     * A reading.
     *
     * @param reader subject id of the member of staff
     * @param object what was read: a case, a document by its number, a licence, or the subject itself
     * @param purpose as the reader stated it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Access(int seq, Instant at, Optional<UUID> reader, String action, String object, String purpose) {}

    /** Newest first, before the given one. */
    public Uni<List<Access>> list(SqlClient client, UUID subject, @Nullable Integer before, int limit) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(subject, before, limit))
                .map(Accesses::accesses);
    }

    private static List<Access> accesses(RowSet<Row> rows) {
        var all = new ArrayList<Access>(rows.size());
        for (var row : rows) {
            all.add(new Access(
                    row.getInteger("seq"),
                    row.getOffsetDateTime("at").toInstant(),
                    Optional.ofNullable(row.getUUID("actor")),
                    row.getString("action"),
                    row.getString("object"),
                    row.getString("detail")));
        }
        return all;
    }

    @Override
    public String kind() {
        return "accesses";
    }

    @Override
    public Uni<JsonArray> export(SqlClient client, UUID subject) {
        return list(client, subject, null, MOST).map(accesses -> {
            var all = new JsonArray();
            accesses.forEach(one -> all.add(new JsonObject()
                    .put("at", one.at().toString())
                    .put("reader", one.reader().map(UUID::toString).orElse(""))
                    .put("action", one.action())
                    .put("object", one.object())
                    .put("purpose", one.purpose())));
            return all;
        });
    }

    @Override
    public Uni<Erasure> erase(SqlConnection transaction, UUID subject) {
        return list(transaction, subject, null, MOST).map(accesses -> Erasure.noneOf(kind(), accesses.size(), TRAIL));
    }
}
