package io.yizhan.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/** The channel to a message gateway: one signed POST per notice, as webhooks are sent; some at once. */
final class NoticeGateway implements NoticeChannel {
    private final WebhookClient client;
    private final ObjectMapper json;
    private final String url;
    private final String secret;
    private final FeedConfig.Notice config;

    NoticeGateway(WebhookClient client, ObjectMapper json, String url, String secret, FeedConfig.Notice config) {
        this.client = client;
        this.json = json;
        this.url = url;
        this.secret = secret;
        this.config = config;
    }

    @Override
    public Uni<Map<Notice, Throwable>> send(List<Notice> notices) {
        return Multi.createFrom()
                .iterable(notices)
                .onItem()
                .transformToUni(this::attempt)
                .merge(config.atOnce())
                .onItem()
                .<Map.Entry<Notice, Throwable>>transformToIterable(Map::entrySet)
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Uni<Map<Notice, Throwable>> attempt(Notice notice) {
        return Uni.createFrom()
                .deferred(() -> send(notice))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .map(sent -> Map.<Notice, Throwable>of())
                .onFailure()
                .recoverWithItem(failure -> Map.of(notice, failure));
    }

    private Uni<Void> send(Notice notice) {
        return client.find(url)
                .map(found -> found.orElseThrow(
                        () -> new IllegalStateException("the gateway's address leads nowhere notices are sent to")))
                .chain(gateway -> client.send(gateway, secret, notice.id(), body(notice)))
                .invoke(NoticeGateway::failUnlessTaken)
                .replaceWithVoid();
    }

    private static void failUnlessTaken(Outcome outcome) {
        if (!outcome.isTaken()) {
            throw new IllegalStateException("the gateway " + outcome.reason());
        }
    }

    private String body(Notice notice) {
        try {
            return json.writeValueAsString(notice);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
