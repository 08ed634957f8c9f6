package io.yizhan.approval;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.yizhan.identity.PersonalCipher;
import io.yizhan.platform.Text;
import io.yizhan.platform.personal.KeptData;
import io.yizhan.platform.personal.PersonalData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The messages of a subject's cases. */
final class MessagePersonalData {
    private static final String MESSAGES = """
            select m.id, m.case_id, m.side, m.text, m.sent_at from case_message m join cases c on c.id = m.case_id
            where c.subject = $1 order by m.id limit $2
            """;

    private static final Text ARCHIVED = new Text(
            "办件中的往来属于行政档案，依照《中华人民共和国档案法》保存。",
            "What was written about a case belongs to its file, which the Archives Law keeps.");

    private MessagePersonalData() {}

    @Produces
    @Singleton
    static PersonalData messages(PersonalCipher cipher) {
        return new KeptData("messages", MESSAGES, row -> message(row, cipher), ARCHIVED);
    }

    private static JsonObject message(Row row, PersonalCipher cipher) {
        var id = row.getUUID("id");
        return new JsonObject()
                .put("caseId", row.getUUID("case_id").toString())
                .put("side", row.getString("side"))
                .put(
                        "text",
                        cipher.decrypt(
                                CaseMessages.TEXT, id, row.getBuffer("text").getBytes()))
                .put("sentAt", row.getOffsetDateTime("sent_at").toInstant().toString());
    }
}
