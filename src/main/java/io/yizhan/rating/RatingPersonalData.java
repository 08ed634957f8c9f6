package io.yizhan.rating;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.yizhan.platform.Text;
import io.yizhan.platform.personal.KeptData;
import io.yizhan.platform.personal.PersonalData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The ratings a subject has given. */
final class RatingPersonalData {
    private static final String RATINGS = """
            select r.case_id, r.occasion, r.level, r.rated_at from rating r join cases c on c.id = r.case_id
            where c.subject = $1 order by r.id limit $2
            """;

    private static final Text COUNTED = new Text(
            "评价计入公开的政务服务“好差评”统计，可在期限内修改，不单独删除。",
            "Ratings count in the published figures; one may be amended in time, not removed.");

    private RatingPersonalData() {}

    @Produces
    @Singleton
    static PersonalData ratings() {
        return new KeptData("ratings", RATINGS, RatingPersonalData::rating, COUNTED);
    }

    private static JsonObject rating(Row row) {
        return new JsonObject()
                .put("caseId", row.getUUID("case_id").toString())
                .put("occasion", row.getString("occasion"))
                .put("level", row.getInteger("level"))
                .put("ratedAt", row.getOffsetDateTime("rated_at").toInstant().toString());
    }
}
