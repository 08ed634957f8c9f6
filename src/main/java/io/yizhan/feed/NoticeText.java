package io.yizhan.feed;

import io.vertx.core.json.JsonObject;
import io.yizhan.casework.CaseMove;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Item;
import io.yizhan.platform.Text;
import io.yizhan.platform.outbox.OutboxEntry;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Of what people are told, and in which words: the matter, its query number, what has happened and what follows. Nothing personal. */
final class NoticeText {
    private static final Set<CaseMove> TOLD = EnumSet.of(
            CaseMove.REQUEST_CORRECTION,
            CaseMove.ACCEPT,
            CaseMove.ACCEPT_BY_SILENCE,
            CaseMove.NOT_ACCEPT,
            CaseMove.TRANSFER,
            CaseMove.WITHDRAW,
            CaseMove.SUSPEND,
            CaseMove.RESUME,
            CaseMove.EXTEND,
            CaseMove.GRANT,
            CaseMove.REFUSE,
            CaseMove.MAKE_READY,
            CaseMove.DELIVER,
            CaseMove.END,
            CaseMove.BREAK_COMMITMENT,
            CaseMove.CHANGE_DUE);

    private static final Map<String, CaseMove> BY_TOPIC =
            TOLD.stream().collect(Collectors.toMap(CaseMove::topic, Function.identity()));

    private NoticeText() {}

    static boolean isTold(OutboxEntry entry) {
        return BY_TOPIC.containsKey(entry.topic());
    }

    /** The topics people are told of. */
    static String[] topics() {
        return Arrays.stream(CaseMove.values())
                .filter(TOLD::contains)
                .map(CaseMove::topic)
                .toArray(String[]::new);
    }

    /** @param entry one that is told */
    static Text of(OutboxEntry entry, Catalogue catalogue) {
        var move = Optional.ofNullable(BY_TOPIC.get(entry.topic())).orElseThrow();
        var data = new JsonObject(entry.payload());
        var item = catalogue.findItem(data.getString("implementationCode", ""));
        var number = data.getString("queryNumber", "");
        var next = next(move);
        var due = Optional.ofNullable(data.getString("dueOn"));
        var zh = "您申请的“%s”（查询号 %s）：%s。"
                .formatted(
                        item.map(Item::nameZh).orElse("事项"), number, move.text().zh());
        var en = "Your application “%s” (query number %s): %s."
                .formatted(
                        item.map(Item::nameEn).orElse("matter"),
                        number,
                        move.text().en());
        return new Text(
                zh + due.map(day -> "办理期限至 %s。".formatted(day)).orElse("") + next.zh(),
                en + due.map(day -> " It is due on %s.".formatted(day)).orElse("") + next.en());
    }

    private static Text next(CaseMove move) {
        return switch (move) {
            case REQUEST_CORRECTION ->
                new Text("请登录查看并一次补齐。", " Sign in, read what is missing and supply all of it at once.");
            case NOT_ACCEPT, REFUSE -> new Text("请登录查看理由和救济途径。", " Sign in to read why, and what you can do about it.");
            case TRANSFER -> new Text("请登录查看应向何处申请。", " Sign in to read where to apply.");
            case SUSPEND -> new Text("请登录查看原因。", " Sign in to read why.");
            case MAKE_READY -> new Text("请领取或等候送达。", " Pick it up, or wait for its delivery.");
            case DELIVER -> new Text("请对本次服务作出评价。", " Please rate how you were served.");
            case BREAK_COMMITMENT -> new Text("请尽快联系窗口。", " Please contact the hall soon.");
            default -> new Text("", "");
        };
    }
}
