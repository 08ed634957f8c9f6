package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Text;
import io.yizhan.platform.personal.Erasure;
import io.yizhan.platform.personal.KeptData;
import io.yizhan.platform.personal.PersonalData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** What casework holds about a subject. */
final class CasePersonalData {
    private static final String CASES = """
            select id, official_number, query_number, implementation_code, state, submitted_at, form,
                   (select json_agg(json_build_object('kind', kind, 'at', at, 'reason', reason) order by seq)
                    from case_event where case_id = c.id) as events
            from cases c where subject = $1 order by id limit $2
            """;

    private static final String USES = """
            select m.material, m.material_type, m.manner, c.id as case_id, c.implementation_code, c.submitted_at, m.source_case
            from case_material m join cases c on c.id = m.case_id where c.subject = $1 order by c.id, m.seq limit $2
            """;

    private static final String DRAFTS =
            "select id, implementation_code, content, changed_at from draft where subject = $1 order by id limit $2";

    private static final String ERASE_DRAFTS = "delete from draft where subject = $1";

    private static final Text ARCHIVED = new Text(
            "办件及其材料属于行政档案，依照《中华人民共和国档案法》不得擅自销毁。",
            "Cases and what they were decided on are records of an administration: the Archives Law forbids destroying them.");

    private CasePersonalData() {}

    @Produces
    @Singleton
    static PersonalData cases(SealedForm forms) {
        return new KeptData("cases", CASES, row -> caseOf(row, forms), ARCHIVED);
    }

    private static JsonObject caseOf(Row row, SealedForm forms) {
        var id = row.getUUID("id");
        return new JsonObject()
                .put("id", id.toString())
                .put("officialNumber", row.getString("official_number"))
                .put("queryNumber", new QueryNumber(row.getLong("query_number")).toString())
                .put("implementationCode", row.getString("implementation_code"))
                .put("state", row.getString("state"))
                .put(
                        "submittedAt",
                        row.getOffsetDateTime("submitted_at").toInstant().toString())
                .put("form", form(forms.openForm(id, row.getBuffer("form").getBytes())))
                .put("events", row.getJson("events"));
    }

    private static JsonArray form(List<FormField> fields) {
        var all = new JsonArray();
        fields.forEach(
                field -> all.add(new JsonObject().put("name", field.name()).put("value", field.value())));
        return all;
    }

    /** Where each material was used: its provenance, seen from the other end. */
    @Produces
    @Singleton
    static PersonalData materialUses() {
        return new KeptData("materialUses", USES, CasePersonalData::useOf, ARCHIVED);
    }

    private static JsonObject useOf(Row row) {
        var use = new JsonObject()
                .put("materialId", row.getUUID("material").toString())
                .put("materialType", row.getString("material_type"))
                .put("manner", row.getString("manner"))
                .put("caseId", row.getUUID("case_id").toString())
                .put("implementationCode", row.getString("implementation_code"))
                .put("at", row.getOffsetDateTime("submitted_at").toInstant().toString());
        var source = row.getUUID("source_case");
        return source == null ? use : use.put("sourceCase", source.toString());
    }

    @Produces
    @Singleton
    static PersonalData drafts(SealedForm forms) {
        return new DraftData(forms);
    }

    /** Nobody but the applicant needs a draft. */
    private record DraftData(SealedForm forms) implements PersonalData {
        @Override
        public String kind() {
            return "drafts";
        }

        @Override
        public Uni<JsonArray> export(SqlClient client, UUID subject) {
            return client.preparedQuery(DRAFTS).execute(Tuple.of(subject, MOST)).map(rows -> {
                var all = new JsonArray();
                rows.forEach(row -> all.add(draftOf(row)));
                return all;
            });
        }

        private JsonObject draftOf(Row row) {
            var id = row.getUUID("id");
            return new JsonObject()
                    .put("id", id.toString())
                    .put("implementationCode", row.getString("implementation_code"))
                    .put(
                            "changedAt",
                            row.getOffsetDateTime("changed_at").toInstant().toString())
                    .put(
                            "form",
                            form(forms.openDraft(id, row.getBuffer("content").getBytes())
                                    .form()));
        }

        @Override
        public Uni<Erasure> erase(SqlConnection transaction, UUID subject) {
            return transaction
                    .preparedQuery(ERASE_DRAFTS)
                    .execute(Tuple.of(subject))
                    .map(erased -> Erasure.allOf(kind(), erased.rowCount()));
        }
    }
}
