package io.yizhan.platform.pg;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an instance at the newest of something that PostgreSQL holds and announces on a channel: it listens on a connection of its
 * own, listens again when that is lost, and looks by itself now and then, because an announcement can be lost with it. What was
 * announced meanwhile is seen as soon as it listens again, at the latest {@link #LONGEST_RETRY} after the server can be reached. An
 * instance that cannot look goes on with what it has.
 */
public final class Follower {
    private static final Duration UNTIL_STARTED = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);

    private final DedicatedConnections connections;
    private final String channel;
    private final Function<String, Uni<Void>> hear;
    private final Supplier<Uni<Void>> refresh;
    private final Logger log;
    private final AtomicReference<@Nullable PgConnection> listening = new AtomicReference<>();
    private volatile @Nullable Cancellable polling;
    private volatile boolean stopped;

    /**
     * @param channel a name that needs no quotes
     * @param refresh brings this instance to the newest
     * @param log of whoever follows
     */
    public Follower(DedicatedConnections connections, String channel, Supplier<Uni<Void>> refresh, Logger log) {
        this(connections, channel, payload -> refresh.get(), refresh, log);
    }

    /**
     * One that takes what was announced for itself, and looks only for what it may have missed.
     *
     * @param channel a name that needs no quotes
     * @param hear gets the payload of each announcement
     * @param refresh brings this instance to the newest
     * @param log of whoever follows
     */
    public Follower(
            DedicatedConnections connections,
            String channel,
            Function<String, Uni<Void>> hear,
            Supplier<Uni<Void>> refresh,
            Logger log) {
        this.connections = connections;
        this.channel = channel;
        this.hear = hear;
        this.refresh = refresh;
        this.log = log;
    }

    /**
     * For what was read just now and changes seldom: listens when the start is over, which a connection more would hold up, and looks
     * then for what it may have missed.
     */
    public void startSoon(Duration pollInterval) {
        startSoon(pollInterval, UNTIL_STARTED);
    }

    /** The same after another time than a second. */
    public void startSoon(Duration pollInterval, Duration delay) {
        Uni.createFrom().voidItem().onItem().delayIt().by(delay).subscribe().with(started -> {
            if (!stopped) {
                start(pollInterval);
            }
        });
    }

    /** To be called once. */
    public void start(Duration pollInterval) {
        listen();
        polling = Multi.createFrom()
                .ticks()
                .startingAfter(pollInterval)
                .every(pollInterval)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> refreshQuietly())
                .subscribe()
                .with(refreshed -> {}, failure -> log.errorf(failure, "no longer looking at %s", channel));
    }

    private void listen() {
        connections
                .open()
                .chain(this::subscribe)
                .onFailure()
                .invoke(failure -> log.warnf("cannot listen on %s yet: %s", channel, failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .until(failure -> !stopped)
                .call(this::refreshQuietly)
                .subscribe()
                .with(
                        subscribed -> log.debugf("listening on %s", channel),
                        failure -> log.debugf("no longer listening on %s", channel));
    }

    /** One that is lost before it listens is for the retry alone: two would listen otherwise. */
    private Uni<Void> subscribe(PgConnection connection) {
        connection.notificationHandler(announced -> quietly(() -> hear.apply(announced.getPayload()))
                .subscribe()
                .with(heard -> log.debugf("heard of %s", channel)));
        connection.exceptionHandler(failure -> log.debugf("listening connection: %s", failure.getMessage()));
        connection.closeHandler(() -> lost(connection));
        return connection
                .query("listen " + channel)
                .execute()
                .invoke(() -> listening.set(connection))
                .replaceWithVoid()
                .onFailure()
                .call(refused -> connection.close().onFailure().recoverWithNull());
    }

    private void lost(PgConnection connection) {
        if (!stopped && listening.compareAndSet(connection, null)) {
            log.warnf("the connection that listens on %s was lost, listening again", channel);
            listen();
        }
    }

    private Uni<Void> refreshQuietly() {
        return quietly(refresh);
    }

    private Uni<Void> quietly(Supplier<Uni<Void>> look) {
        return Uni.createFrom()
                .deferred(look::get)
                .onFailure()
                .invoke(failure -> log.warnf("cannot look at %s: %s", channel, failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** To be called before the pool closes, which would look like a lost connection. */
    public void stop() {
        stopped = true;
        var ticking = polling;
        if (ticking != null) {
            ticking.cancel();
        }
        var connection = listening.getAndSet(null);
        if (connection != null) {
            connection.closeAndForget();
        }
    }
}
