package io.yizhan.feed;

import static io.yizhan.casework.Desk.POLICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.Journeys;
import io.yizhan.feed.TestReceiver.Taken;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A receiver is away for a day on which thousands of events happen. */
@QuarkusTest
@TestProfile(MovedClockProfile.class)
class WebhookDayTest {
    private static final int CASES = 60;
    private static final int HOURS = 24;
    private static final int AN_HOUR = 3;
    private static final int EVENTS = CASES * HOURS * AN_HOUR;

    private static final String HAPPEN = """
            insert into outbox (topic, key, version, payload, created_at, due_at)
            select 'test.hour', c, v, '{}', $2, $2 from generate_series($3::int, $4::int) v cross join unnest($1::uuid[]) c
            order by v, c
            """;

    @Inject
    MovableClock clock;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    Webhooks webhooks;

    @Inject
    EventLog log;

    @Inject
    WebhookClient client;

    @Inject
    FeedConfig config;

    private int before;

    /** Another instance of the service. */
    private @Nullable DeliverWebhooks other;

    @AfterEach
    void goHome() {
        clock.returnToPresent();
    }

    @Test
    void losesNothingAndKeepsTheOrderOfEveryCase() throws IOException {
        var cases = submitted();
        try (var receiver = new TestReceiver()) {
            var registered = WebhookApiTest.registering(POLICE, receiver.url())
                    .statusCode(201)
                    .extract()
                    .jsonPath();
            receiver.expect(registered.getString("secret"));
            var webhook = UUID.fromString(registered.getString("id"));

            for (int hour = 0; hour < HOURS; hour++) {
                happen(cases, hour);
                clock.advance(Duration.ofHours(1));
            }
            await().atMost(Duration.ofSeconds(120)).until(() -> logged() == EVENTS);
            await().atMost(Duration.ofSeconds(30)).until(() -> webhook(webhook).getInteger("failures") > 0);
            assertThat(webhook(webhook).getString("state")).isEqualTo("active");
            assertThat(webhook(webhook).getLong("kept"))
                    .as("nothing is copied for a receiver that is away")
                    .isZero();

            receiver.stumble(50);
            receiver.open();
            other = new DeliverWebhooks(vertx, webhooks, log, client, config, clock, new SimpleMeterRegistry());
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> hasTakenAll(receiver));

            assertThat(receiver.forged()).isZero();
            assertThat(versionsByCase(receiver.taken())).hasSize(CASES).allSatisfy(versions -> {
                assertThat(versions).isSorted();
                assertThat(versions.stream().distinct())
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, HOURS * AN_HOUR)
                                .boxed()
                                .toList());
            });
            await().atMost(Duration.ofSeconds(10)).until(() -> webhook(webhook).getLong("kept") == 0);
            clock.returnToPresent();
            WebhookApiTest.removing(webhook.toString()).statusCode(204);
        }
    }

    private static UUID[] submitted() {
        var cases = new ArrayList<UUID>();
        while (cases.size() < CASES) {
            var applicant = TestTokens.applicant();
            IntStream.range(0, 10)
                    .mapToObj(number ->
                            Journeys.submit(applicant, Journeys.TRANSFER).getString("id"))
                    .map(UUID::fromString)
                    .forEach(cases::add);
        }
        return cases.toArray(UUID[]::new);
    }

    private void happen(UUID[] cases, int hour) {
        var from = hour * AN_HOUR + 1;
        pool.preparedQuery(HAPPEN)
                .execute(Tuple.of(cases, OffsetDateTime.now(clock), from, from + AN_HOUR - 1))
                .await()
                .indefinitely();
    }

    private long logged() {
        return pool.query("select count(*) as n from event where topic = 'test.hour'")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong("n");
    }

    private Row webhook(UUID id) {
        return pool.preparedQuery("""
                        select failures, state, (select count(*) from webhook_delivery where webhook = $1) as kept
                        from webhook where id = $1
                        """)
                .execute(Tuple.of(id))
                .await()
                .indefinitely()
                .iterator()
                .next();
    }

    /** Time goes on when nothing is under way: what was not taken waits for its next turn. */
    private boolean hasTakenAll(TestReceiver receiver) {
        var now = receiver.count();
        if (now == before) {
            clock.advance(Duration.ofMinutes(11));
        }
        before = now;
        Objects.requireNonNull(other).deliverDue().await().indefinitely();
        return receiver.taken().stream()
                        .filter(WebhookDayTest::isOurs)
                        .map(Taken::id)
                        .distinct()
                        .count()
                == EVENTS;
    }

    private static boolean isOurs(Taken taken) {
        return taken.topic().equals("test.hour");
    }

    private static List<List<Integer>> versionsByCase(List<Taken> taken) {
        return new ArrayList<>(taken.stream()
                .filter(WebhookDayTest::isOurs)
                .collect(Collectors.groupingBy(Taken::caseId, Collectors.mapping(Taken::version, Collectors.toList())))
                .values());
    }
}
