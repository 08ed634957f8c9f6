package io.yizhan.feed;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.yizhan.feed.FeedBeans.NoticeCarrier;
import io.yizhan.feed.Notices.Claimed;
import io.yizhan.feed.Notices.Failed;
import io.yizhan.platform.outbox.FailureText;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands notices to the channel: those of a case one after the other, others side by side. What an instance has taken in hand no other
 * takes before the lease is over, so no transaction waits for the channel; whoever dies with notices in hand leaves them to be sent
 * then, possibly again.
 */
@Singleton
class SendNotices {
    /** Beyond what sending may take. */
    private static final Duration LEFT_TO_SETTLE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Notices notices;
    private final NoticeChannel channel;
    private final FeedConfig config;
    private volatile boolean isStopped;

    SendNotices(Vertx vertx, Notices notices, NoticeCarrier carrier, FeedConfig config) {
        this.vertx = vertx;
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
        return notices.claim(config.notice().batch(), lease()).chain(this::send);
    }

    private Duration lease() {
        var rounds = 1 + config.notice().batch() / config.notice().atOnce();
        return config.notice().timeout().multipliedBy(rounds).plus(LEFT_TO_SETTLE);
    }

    private Uni<Integer> send(List<Claimed> claimed) {
        return claimed.isEmpty()
                ? Uni.createFrom().item(0)
                : attempt(claimed).chain(failed -> settle(claimed, failed)).replaceWith(claimed.size());
    }

    private Uni<List<Failed>> attempt(List<Claimed> claimed) {
        return Uni.createFrom()
                .deferred(
                        () -> channel.send(claimed.stream().map(Claimed::notice).toList()))
                .map(untaken -> claimed.stream()
                        .flatMap(one ->
                                Optional.ofNullable(untaken.get(one.notice())).map(why -> failed(one, why)).stream())
                        .toList())
                .onFailure()
                .recoverWithItem(failure ->
                        claimed.stream().map(one -> failed(one, failure)).toList());
    }

    private static Failed failed(Claimed claimed, Throwable why) {
        return new Failed(claimed, FailureText.of(why));
    }

    private Uni<Void> settle(List<Claimed> claimed, List<Failed> failed) {
        var sent = new ArrayList<>(claimed);
        failed.forEach(one -> sent.remove(one.claimed()));
        return notices.sent(sent)
                .chain(() -> notices.failed(
                        failed, config.notice().longestPause(), config.notice().patience()));
    }
}
