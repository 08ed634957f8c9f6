package io.yizhan.identity;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.yizhan.platform.Text;
import io.yizhan.platform.personal.KeptData;
import io.yizhan.platform.personal.PersonalData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The mandates a subject has given and received. Who it is, the owner sees at {@code /v1/me}. */
final class IdentityPersonalData {
    private static final String MANDATES = """
            select id, organisation_id, agent_id, kind, granted_at, revoked_at::text as revoked_at from mandate
            where organisation_id = $1 or agent_id = $1 order by id limit $2
            """;

    private static final Text EVIDENCE = new Text(
            "授权记录是所办事项的证据，依照《中华人民共和国档案法》保存；可随时撤销授权。",
            "A mandate is evidence for what was done under it, which the Archives Law keeps; it may be revoked at any time.");

    private IdentityPersonalData() {}

    @Produces
    @Singleton
    static PersonalData mandates() {
        return new KeptData("mandates", MANDATES, IdentityPersonalData::mandate, EVIDENCE);
    }

    private static JsonObject mandate(Row row) {
        return new JsonObject()
                .put("id", row.getUUID("id").toString())
                .put("organisationId", row.getUUID("organisation_id").toString())
                .put("agentId", row.getUUID("agent_id").toString())
                .put("kind", row.getString("kind"))
                .put(
                        "grantedAt",
                        row.getOffsetDateTime("granted_at").toInstant().toString())
                .put("revokedAt", row.getString("revoked_at"));
    }
}
