package io.yizhan.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.yizhan.feed.WebhookClient.Receiver;
import io.yizhan.feed.Webhooks.Claimed;
import io.yizhan.feed.Webhooks.Head;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sends departments their events. A webhook is in one instance's hand at a time; webhooks go side by side, so a slow receiver holds
 * nobody else's. Of one webhook the cases go side by side and the events of a case one after the other: what follows an event that
 * was not taken waits behind it until it is taken or parked.
 *
 * <p>A receiver that takes nothing keeps its place in the log and is tried with a few events and growing pauses, so a day away costs
 * neither events nor memory nor order. One that takes some and not others gets the others again later, while the rest goes on.
 */
@Singleton
class DeliverWebhooks {
    private static final Logger LOG = Logger.getLogger(DeliverWebhooks.class);

    /** Webhooks in the hand of one instance. */
    private static final int MOST_IN_HAND = 64;

    /** To see whether a receiver is back. */
    private static final int PROBES = 4;

    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final Duration SENDING = Duration.ofSeconds(45);

    private final Vertx vertx;
    private final Webhooks webhooks;
    private final EventLog log;
    private final WebhookClient client;
    private final FeedConfig config;
    private final Clock clock;
    private final Counter sent;
    private final Counter failures;
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile boolean isStopped;

    DeliverWebhooks(
            Vertx vertx,
            Webhooks webhooks,
            EventLog log,
            WebhookClient client,
            FeedConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.webhooks = webhooks;
        this.log = log;
        this.client = client;
        this.config = config;
        this.clock = clock;
        this.sent = Counter.builder("yizhan.webhook.sent")
                .description("Events that receivers have taken")
                .register(metrics);
        this.failures = Counter.builder("yizhan.webhook.failures")
                .description("Events that receivers did not take and are sent again")
                .register(metrics);
        metrics.gauge("yizhan.webhook.in.hand", inHand);
    }

    void start(@Observes StartupEvent started) {
        rest();
    }

    void stop(@Observes ShutdownEvent stopping) {
        isStopped = true;
    }

    private void rest() {
        if (isStopped) {
            return;
        }
        vertx.setTimer(config.pause().toMillis(), again -> look());
    }

    /** Slow ones are still under way when it looks again. */
    private void look() {
        if (isStopped) {
            return;
        }
        takeUp().onTermination().invoke(this::rest).subscribe().with(taken -> {}, away -> {});
    }

    private Uni<Void> takeUp() {
        return claim().invoke(claimed -> claimed.forEach(this::workOn)).replaceWithVoid();
    }

    /** Where something was taken there may be more: a receiver that is back is not made to wait a second for every batch. */
    private void goOn(int taken) {
        if (taken > 0 && !isStopped) {
            takeUp().subscribe().with(more -> {}, away -> {});
        }
    }

    private Uni<List<Claimed>> claim() {
        var room = MOST_IN_HAND - inHand.get();
        return room < 1
                ? Uni.createFrom().item(List.of())
                : webhooks.claim(LEASE, room).invoke(claimed -> inHand.addAndGet(claimed.size()));
    }

    private void workOn(Claimed webhook) {
        work(webhook)
                .subscribe()
                .with(
                        this::goOn,
                        failure -> LOG.warnf("webhook %s is looked at again: %s", webhook.id(), failure.getMessage()));
    }

    /** One look at every webhook that has something to send; answers how many events were taken. */
    Uni<Integer> deliverDue() {
        return claim().chain(claimed -> Multi.createFrom()
                .iterable(claimed)
                .onItem()
                .transformToUni(this::work)
                .merge(MOST_IN_HAND)
                .collect()
                .with(Collectors.summingInt(count -> count)));
    }

    private Uni<Integer> work(Claimed webhook) {
        return client.find(webhook.url())
                .chain(receiver -> read(webhook).chain(look -> send(webhook, receiver, look)))
                .onTermination()
                .invoke(inHand::decrementAndGet);
    }

    /** What is tried this time: events that waited, and new ones, of which some must go on waiting behind others. */
    private record Look(List<Head> heads, List<CaseEvent> fresh, Set<UUID> held) {}

    private Uni<Look> read(Claimed webhook) {
        var isInTrouble = webhook.failures() > 0;
        var room = webhook.waiting() < config.webhook().mostWaiting();
        var most = isInTrouble ? PROBES : config.webhook().batch();
        return webhooks.heads(webhook, most).chain(heads -> (room
                        ? log.after(webhook.position(), List.of(webhook.department()), most)
                        : Uni.createFrom().item(List.<CaseEvent>of()))
                .chain(fresh -> webhooks.held(webhook, fresh).map(held -> new Look(heads, fresh, held))));
    }

    private Uni<Integer> send(Claimed webhook, Optional<Receiver> receiver, Look look) {
        var lanes = lanes(look);
        var deadline = System.nanoTime() + SENDING.toNanos();
        return receiver.map(there -> Multi.createFrom()
                        .iterable(lanes)
                        .onItem()
                        .transformToUni(lane -> sendInOrder(webhook, there, lane, deadline))
                        .merge(config.webhook().atOnce())
                        .collect()
                        .<Map<Long, Outcome>>in(HashMap::new, Map::putAll))
                .orElseGet(() -> Uni.createFrom().item(nobodyThere(lanes)))
                .invoke(this::count)
                .call(outcomes -> webhooks.settle(webhook, settlement(webhook, look, outcomes)))
                .map(outcomes -> (int)
                        outcomes.values().stream().filter(Outcome::isTaken).count());
    }

    private Settlement settlement(Claimed webhook, Look look, Map<Long, Outcome> outcomes) {
        return Settlement.of(
                webhook,
                look.heads(),
                look.fresh(),
                outcomes,
                new Settlement.Patience(
                        config.webhook().longestPause(), config.webhook().patience()),
                clock.instant());
    }

    private static Map<Long, Outcome> nobodyThere(List<List<CaseEvent>> lanes) {
        var outcomes = new HashMap<Long, Outcome>();
        lanes.forEach(lane ->
                outcomes.put(lane.get(0).position(), Outcome.trouble("the address leads nowhere events are sent to")));
        return outcomes;
    }

    private void count(Map<Long, Outcome> outcomes) {
        outcomes.values().forEach(outcome -> {
            if (outcome.isTaken()) {
                sent.increment();
            } else if (outcome.isFailure()) {
                failures.increment();
            }
        });
    }

    /** By case, each in order. A case of which something waits sends that alone. */
    private static List<List<CaseEvent>> lanes(Look look) {
        var lanes = new LinkedHashMap<UUID, List<CaseEvent>>();
        look.heads().forEach(head -> lanes.put(head.event().caseId(), List.of(head.event())));
        for (var event : look.fresh()) {
            if (!look.held().contains(event.caseId())) {
                lanes.computeIfAbsent(event.caseId(), first -> new ArrayList<>())
                        .add(event);
            }
        }
        return List.copyOf(lanes.values());
    }

    private Uni<Map<Long, Outcome>> sendInOrder(
            Claimed webhook, Receiver receiver, List<CaseEvent> lane, long deadline) {
        return sendFrom(webhook, receiver, lane, 0, deadline, new HashMap<>());
    }

    private Uni<Map<Long, Outcome>> sendFrom(
            Claimed webhook,
            Receiver receiver,
            List<CaseEvent> lane,
            int place,
            long deadline,
            Map<Long, Outcome> outcomes) {
        if (place == lane.size() || System.nanoTime() > deadline) {
            return Uni.createFrom().item(outcomes);
        }
        var event = lane.get(place);
        return client.send(receiver, webhook.secret(), event).chain(outcome -> {
            outcomes.put(event.position(), outcome);
            return outcome.isTaken()
                    ? sendFrom(webhook, receiver, lane, place + 1, deadline, outcomes)
                    : Uni.createFrom().item(outcomes);
        });
    }
}
