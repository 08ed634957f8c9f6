package io.yizhan.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Which way notices go. */
final class FeedBeans {
    private FeedBeans() {}

    @Produces
    @Singleton
    static NoticeInbox inbox(Pool pool) {
        return new NoticeInbox(pool);
    }

    @Produces
    @Singleton
    static NoticeCarrier carrier(FeedConfig config, NoticeInbox inbox, WebhookClient client, ObjectMapper json) {
        var secret = config.notice().gatewaySecret().orElse("");
        return config.notice()
                .gateway()
                .map(url -> new NoticeCarrier(new NoticeGateway(client, json, url, secret, config.notice())))
                .orElseGet(() -> new NoticeCarrier(inbox));
    }

    /** The channel in use. */
    record NoticeCarrier(NoticeChannel channel) {}
}
