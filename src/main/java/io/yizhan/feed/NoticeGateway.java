package io.yizhan.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;

/** The channel to a message gateway: one signed POST per notice, as webhooks are sent. */
final class NoticeGateway implements NoticeChannel {
    private final WebhookClient client;
    private final ObjectMapper json;
    private final String url;
    private final String secret;

    NoticeGateway(WebhookClient client, ObjectMapper json, String url, String secret) {
        this.client = client;
        this.json = json;
        this.url = url;
        this.secret = secret;
    }

    @Override
    public Uni<Void> send(Notice notice) {
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
