package io.yizhan.licence;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.yizhan.platform.Text;
import io.yizhan.platform.personal.KeptData;
import io.yizhan.platform.personal.PersonalData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The licences of a subject. */
final class LicencePersonalData {
    private static final String LICENCES = """
            select id, material_type, name_zh, name_en, state, valid_from, valid_until::text as valid_until, issued_at
            from licence where holder = $1 order by id limit $2
            """;

    private static final Text ISSUED = new Text(
            "证照是发证机关的档案，依照《中华人民共和国档案法》保存；如需注销请申请相应事项。",
            "A licence is a record of its issuer, which the Archives Law keeps; to have it cancelled, apply for that.");

    private LicencePersonalData() {}

    @Produces
    @Singleton
    static PersonalData licences() {
        return new KeptData("licences", LICENCES, LicencePersonalData::licence, ISSUED);
    }

    private static JsonObject licence(Row row) {
        return new JsonObject()
                .put("id", row.getUUID("id").toString())
                .put("materialType", row.getString("material_type"))
                .put("nameZh", row.getString("name_zh"))
                .put("nameEn", row.getString("name_en"))
                .put("state", row.getString("state"))
                .put("validFrom", row.getLocalDate("valid_from").toString())
                .put("validUntil", row.getString("valid_until"))
                .put("issuedAt", row.getOffsetDateTime("issued_at").toInstant().toString());
    }
}
