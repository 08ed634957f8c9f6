package io.yizhan.material;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Text;
import io.yizhan.platform.personal.Erasure;
import io.yizhan.platform.personal.PersonalData;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What materials a subject has, and the end of those that were never handed in. Content that no material names any more is removed
 * from the disk an hour later, when nobody can be uploading the same bytes just then.
 */
@Singleton
class MaterialPersonalData implements PersonalData {
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Text HANDED_IN = new Text(
            "已提交的材料是办件的组成部分，依照《中华人民共和国档案法》保存。", "What was handed in is part of a case, which the Archives Law keeps.");

    private static final String ALL = """
            select id, material_type, state, grade, issuer, issued_on, valid_until, uploaded_at, handed_in_at, source_case
            from material where holder = $1 order by id limit $2
            """;

    private static final String ERASE = """
            delete from material m
            where m.holder = $1 and m.handed_in_at is null
              and not exists (select from material r where r.replaces = m.id)
              and not exists (select from case_material u where u.material = m.id)
            returning m.sha256
            """;

    private static final String KEPT = "select count(*) as kept from material where holder = $1";

    private final Clock clock;

    MaterialPersonalData(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "materials";
    }

    @Override
    public Uni<JsonArray> export(SqlClient client, UUID subject) {
        return client.preparedQuery(ALL).execute(Tuple.of(subject, MOST)).map(rows -> {
            var all = new JsonArray();
            rows.forEach(row -> all.add(material(row)));
            return all;
        });
    }

    private static JsonObject material(Row row) {
        var material = new JsonObject()
                .put("id", row.getUUID("id").toString())
                .put("materialType", row.getString("material_type"))
                .put("state", row.getString("state"))
                .put("trustGrade", row.getString("grade"))
                .put("issuer", row.getString("issuer"))
                .put(
                        "uploadedAt",
                        row.getOffsetDateTime("uploaded_at").toInstant().toString());
        for (var column : Set.of("issued_on", "valid_until", "handed_in_at", "source_case")) {
            var value = row.getValue(column);
            if (value != null) {
                material.put(camelCase(column), value.toString());
            }
        }
        return material;
    }

    private static String camelCase(String column) {
        var name = new StringBuilder(column);
        for (int gap = name.indexOf("_"); gap >= 0; gap = name.indexOf("_")) {
            name.deleteCharAt(gap).setCharAt(gap, Character.toUpperCase(name.charAt(gap)));
        }
        return name.toString();
    }

    @Override
    public Uni<Erasure> erase(SqlConnection transaction, UUID subject) {
        return transaction.preparedQuery(ERASE).execute(Tuple.of(subject)).chain(erased -> {
            var contents = new LinkedHashSet<UUID>();
            erased.forEach(row -> contents.add(key(row.getBuffer("sha256").getBytes())));
            return discardLater(transaction, contents)
                    .chain(() -> transaction.preparedQuery(KEPT).execute(Tuple.of(subject)))
                    .map(rows -> rows.iterator().next().getLong("kept"))
                    .map(kept -> new Erasure(kind(), erased.size(), kept, kept == 0 ? new Text("", "") : HANDED_IN));
        });
    }

    private Uni<Void> discardLater(SqlConnection transaction, Set<UUID> contents) {
        return Multi.createFrom()
                .iterable(contents)
                .onItem()
                .transformToUniAndConcatenate(key -> Timers.set(
                        transaction, DiscardContent.KIND, key, clock.instant().plus(GRACE)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The first half of the digest: enough to find the row, and a timer's key. */
    private static UUID key(byte[] sha256) {
        var bytes = ByteBuffer.wrap(sha256);
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
