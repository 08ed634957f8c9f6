package io.yizhan.feed;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.yizhan.platform.Text;
import io.yizhan.platform.personal.KeptData;
import io.yizhan.platform.personal.PersonalData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What a subject has been told of its cases. */
final class NoticePersonalData {
    private static final String NOTICES = """
            select case_id, topic, zh, en, at, sent_at from notice where subject = $1 order by entry limit $2
            """;

    private static final Text PROOF = new Text(
            "通知是告知的凭据，属于行政档案，依照《中华人民共和国档案法》保存。",
            "Notices prove that one was told; they belong to the file, which the Archives Law keeps.");

    private NoticePersonalData() {}

    @Produces
    @Singleton
    static PersonalData notices() {
        return new KeptData("notices", NOTICES, NoticePersonalData::notice, PROOF);
    }

    private static JsonObject notice(Row row) {
        var notice = new JsonObject()
                .put("caseId", row.getUUID("case_id").toString())
                .put("topic", row.getString("topic"))
                .put("zh", row.getString("zh"))
                .put("en", row.getString("en"))
                .put("at", row.getOffsetDateTime("at").toInstant().toString());
        var sentAt = row.getOffsetDateTime("sent_at");
        return sentAt == null ? notice : notice.put("sentAt", sentAt.toInstant().toString());
    }
}
