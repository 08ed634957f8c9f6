package io.yizhan.feed;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.feed.FeedBeans.NoticeCarrier;
import io.yizhan.feed.Notices.Claimed;
import io.yizhan.feed.Notices.Failed;
import io.yizhan.platform.outbox.FailureText;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hands notices to the channel: those of a case one after the other, others side by side, each in one instance's hand at a time. */
@Singleton
class SendNotices {
    private final Vertx vertx;
    private final Pool pool;
    private final Notices notices;
    private final NoticeChannel channel;
    private final FeedConfig config;
    private volatile boolean isStopped;

    SendNotices(Vertx vertx, Pool pool, Notices notices, NoticeCarrier carrier, FeedConfig config) {
        this.vertx = vertx;
        this.pool = pool;
        this.notices = notices;
        this.channel = carrier.channel();
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        rest();
    }

    void stop(@Observes ShutdownEvent stopping) {
        isStopped = true;
    }

    private void rest() {
        if (!isStopped) {
            vertx.setTimer(config.pause().toMillis(), again -> work());
        }
    }

    private void work() {
        if (!isStopped) {
            sendDue().subscribe().with(this::again, away -> rest());
        }
    }

    private void again(int tried) {
        if (tried == config.notice().batch()) {
            work();
        } else {
            rest();
        }
    }

    /** Sends what is due; answers how many were tried. */
    Uni<Integer> sendDue() {
        return pool.withTransaction(transaction ->
                notices.claim(transaction, config.notice().batch()).chain(claimed -> send(transaction, claimed)));
    }

    private Uni<Integer> send(SqlConnection transaction, List<Claimed> claimed) {
        return Multi.createFrom()
                .iterable(claimed)
                .onItem()
                .transformToUni(this::attempt)
                .merge(config.notice().atOnce())
                .filter(Optional::isPresent)
                .map(Optional::get)
                .collect()
                .asList()
                .chain(failed -> settle(transaction, claimed, failed))
                .replaceWith(claimed.size());
    }

    private Uni<Optional<Failed>> attempt(Claimed claimed) {
        return Uni.createFrom()
                .deferred(() -> channel.send(claimed.notice()))
                .ifNoItem()
                .after(config.notice().timeout())
                .fail()
                .map(sent -> Optional.<Failed>empty())
                .onFailure()
                .recoverWithItem(failure -> Optional.of(new Failed(claimed, FailureText.of(failure))));
    }

    private Uni<Void> settle(SqlConnection transaction, List<Claimed> claimed, List<Failed> failed) {
        var sent = new ArrayList<>(claimed);
        failed.forEach(one -> sent.remove(one.claimed()));
        return notices.sent(transaction, sent)
                .chain(() -> notices.failed(
                        transaction,
                        failed,
                        config.notice().longestPause(),
                        config.notice().patience()));
    }
}
