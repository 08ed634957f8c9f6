package io.yizhan.licence;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.yizhan.platform.Text;
import io.yizhan.platform.personal.KeptData;
import io.yizhan.platform.personal.PersonalData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The licences of a subject, the copies made of them and who used them. */
final class LicencePersonalData {
    private static final String LICENCES = """
            select id, material_type, name_zh, name_en, state, valid_from, valid_until::text as valid_until, issued_at
            from licence where holder = $1 order by id limit $2
            """;

    private static final Text ISSUED = new Text(
            "证照是发证机关的档案，依照《中华人民共和国档案法》保存；如需注销请申请相应事项。",
            "A licence is a record of its issuer, which the Archives Law keeps; to have it cancelled, apply for that.");

    private static final String COPIES = """
            select c.id, c.licence, c.purpose, c.recipient, c.good_until, c.made_at
            from licence_copy c join licence l on l.id = c.licence where l.holder = $1 order by c.id limit $2
            """;

    private static final String USES = """
            select u.licence, u.kind, u.at, u.scope, u.purpose
            from licence_use u join licence l on l.id = u.licence where l.holder = $1 order by u.id limit $2
            """;

    private static final Text LOGGED = new Text(
            "证照使用记录是审计日志，依照《中华人民共和国网络安全法》留存。",
            "The record of who used a licence is an audit log, which the Cybersecurity Law keeps.");

    private LicencePersonalData() {}

    @Produces
    @Singleton
    static PersonalData licences() {
        return new KeptData("licences", LICENCES, LicencePersonalData::licence, ISSUED);
    }

    @Produces
    @Singleton
    static PersonalData copies() {
        return new KeptData("licenceCopies", COPIES, LicencePersonalData::copy, LOGGED);
    }

    @Produces
    @Singleton
    static PersonalData uses() {
        return new KeptData("licenceUses", USES, LicencePersonalData::use, LOGGED);
    }

    private static JsonObject copy(Row row) {
        return new JsonObject()
                .put("id", row.getUUID("id").toString())
                .put("licenceId", row.getUUID("licence").toString())
                .put("purpose", row.getString("purpose"))
                .put("recipient", row.getString("recipient"))
                .put("goodUntil", row.getLocalDate("good_until").toString())
                .put("madeAt", row.getOffsetDateTime("made_at").toInstant().toString());
    }

    private static JsonObject use(Row row) {
        return new JsonObject()
                .put("licenceId", row.getUUID("licence").toString())
                .put("kind", row.getString("kind"))
                .put("at", row.getOffsetDateTime("at").toInstant().toString())
                .put("scope", row.getString("scope"))
                .put("purpose", row.getString("purpose"));
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
