package io.yizhan.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.Desk;
import io.yizhan.casework.Journeys;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.feed.FeedBeans.NoticeCarrier;
import io.yizhan.identity.Personas;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NoticeApiTest {
    private static final Instant THEN = Instant.parse("2126-01-01T00:00:00Z");

    /** Numbers no outbox entry has. */
    private static final AtomicLong ENTRIES = new AtomicLong(2_000_000_000_000L);

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Inject
    PublishedCatalogue catalogue;

    @Inject
    FeedConfig config;

    @Inject
    NoticeInbox inbox;

    @Inject
    WebhookClient client;

    @Inject
    ObjectMapper json;

    private static JsonPath inbox(String token) {
        return given().auth()
                .oauth2(token)
                .get("/v1/notices")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static UUID submitted(String token) {
        return UUID.fromString(Journeys.submit(token, Journeys.TRANSFER).getString("id"));
    }

    @Test
    void tellsPeopleInBothLanguagesWhatHasHappenedAndUntilWhen() {
        var person = Personas.person();
        var token = TestTokens.applicant(person);
        var receipt = Journeys.submit(token, Journeys.TRANSFER);
        var accepted = Desk.move(Desk.officer(), receipt.getString("id"), 1, "acceptance", Map.of("kind", "full"));

        var notices = await().atMost(Duration.ofSeconds(20))
                .until(() -> inbox(token), found -> !found.getList("notices").isEmpty());

        assertThat(notices.getString("notices[0].topic")).isEqualTo("case.accepted");
        assertThat(notices.getString("notices[0].caseId")).isEqualTo(receipt.getString("id"));
        assertThat(notices.getString("notices[0].zh"))
                .contains("户口迁移审批", receipt.getString("queryNumber"), "已受理", accepted.getString("dueOn"))
                .doesNotContain(person.name());
        assertThat(notices.getString("notices[0].en"))
                .contains(receipt.getString("queryNumber"), "accepted", accepted.getString("dueOn"));
        assertThat(inbox(TestTokens.applicant()).getList("notices")).isEmpty();
    }

    @Test
    void showsManyByPages() {
        var token = TestTokens.applicant();
        var officer = Desk.officer();
        for (int number = 0; number < 3; number++) {
            Desk.move(officer, submitted(token).toString(), 1, "acceptance", Map.of("kind", "full"));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> inbox(token).getList("notices").size() == 3);

        var first = given().auth().oauth2(token).get("/v1/notices?limit=2").jsonPath();
        var second = given().auth()
                .oauth2(token)
                .get("/v1/notices?limit=2&cursor=" + first.getString("next"))
                .jsonPath();

        var ids = new ArrayList<String>(first.getList("notices.id"));
        ids.addAll(second.getList("notices.id"));
        assertThat(ids).isEqualTo(inbox(token).getList("notices.id"));
        assertThat(second.getString("next")).isNull();
    }

    /** What a channel does not take waits, and with it what follows of the case; in the end it is parked. */
    @Test
    void keepsTheOrderOfACaseAndParksWhatIsNeverTaken() {
        var id = submitted(TestTokens.applicant());
        var first = write(id, "waiting", THEN);
        var second = write(id, "waiting", THEN);
        var taken = new CopyOnWriteArrayList<Long>();
        NoticeChannel refusing = notices -> {
            var refused = notices.stream()
                    .filter(notice -> notice.entry() == first)
                    .collect(Collectors.toMap(
                            Function.<Notice>identity(), notice -> (Throwable) new IllegalStateException("refused")));
            var others = notices.stream()
                    .filter(notice -> !refused.containsKey(notice))
                    .toList();
            return inbox.send(others)
                    .invoke(() -> others.forEach(notice -> taken.add(notice.entry())))
                    .replaceWith(refused);
        };

        var now = THEN;
        send(refusing, now);
        assertThat(taken).doesNotContain(first, second);
        while (state(first).equals("waiting") && now.isBefore(THEN.plus(Duration.ofDays(10)))) {
            now = now.plus(config.notice().longestPause());
            send(refusing, now);
        }

        assertThat(state(first)).isEqualTo("parked");
        assertThat(now).isAfterOrEqualTo(THEN.plus(config.notice().patience()));
        send(refusing, now);
        assertThat(taken).contains(second);

        given().auth()
                .oauth2(TestTokens.administrator())
                .get("/v1/notices/parked?limit=200")
                .then()
                .statusCode(200)
                .body("notices.find { it.id == '" + first + "' }.reason", equalTo("IllegalStateException: refused"));
        given().auth()
                .oauth2(TestTokens.administrator())
                .post("/v1/notices/replay")
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> state(first).equals("sent"));
    }

    @Test
    void handsNoticesToAGatewaySigned() throws IOException {
        try (var gateway = new TestReceiver()) {
            gateway.open();
            var secret = WebhookSignature.newSecret();
            gateway.expect(secret);
            var channel = new NoticeGateway(client, json, gateway.url(), secret, config.notice());
            var notice = new Notice(
                    7, UUID.randomUUID(), UUID.randomUUID(), "case.accepted", "已受理", "accepted", Instant.now());

            var untaken = channel.send(List.of(notice)).await().indefinitely();
            gateway.refuse(true);
            var refused = channel.send(List.of(notice)).await().indefinitely();

            assertThat(gateway.forged()).isZero();
            assertThat(gateway.taken())
                    .extracting(TestReceiver.Taken::id)
                    .containsExactly(notice.id().toString());
            assertThat(untaken).isEmpty();
            assertThat(refused.get(notice)).hasMessage("the gateway answered 422");
        }
    }

    /** No transaction is open meanwhile, and nobody else takes what is in hand, nor what is behind it. */
    @Test
    void holdsNoRowWhileItSends() {
        var id = submitted(TestTokens.applicant());
        var first = write(id, "waiting", THEN);
        var second = write(id, "waiting", THEN);
        var clock = Clock.fixed(THEN, ZoneOffset.UTC);
        var elsewhere = new CopyOnWriteArrayList<Long>();
        var other = sending(noting(elsewhere), clock);
        var locked = new ArrayList<Long>();
        NoticeChannel slow = notices -> !contains(notices, first)
                ? inbox.send(notices)
                : pool.preparedQuery("select entry from notice where entry = $1 for update nowait")
                        .execute(Tuple.of(first))
                        .invoke(rows -> rows.forEach(row -> locked.add(row.getLong("entry"))))
                        .chain(() -> other.sendDue())
                        .chain(() -> inbox.send(notices));

        sending(slow, clock).sendDue().await().indefinitely();

        assertThat(locked).containsExactly(first);
        assertThat(elsewhere).doesNotContain(first, second);
        assertThat(state(first)).isEqualTo("sent");
        send(inbox, THEN);
        assertThat(state(second)).isEqualTo("sent");
    }

    @Test
    void leavesWhatAnInstanceDiedWithToBeSentAfterItsLease() {
        var id = submitted(TestTokens.applicant());
        var entry = write(id, "waiting", THEN);
        var lease = Duration.ofMinutes(5);
        var dying = new Notices(pool, catalogue, Clock.fixed(THEN, ZoneOffset.UTC));
        assertThat(dying.claim(1000, lease).await().indefinitely())
                .extracting(claimed -> claimed.notice().entry())
                .contains(entry);

        send(inbox, THEN.plus(lease).minusSeconds(1));
        assertThat(state(entry)).isEqualTo("waiting");
        send(inbox, THEN.plus(lease));
        assertThat(state(entry)).isEqualTo("sent");
    }

    /** Its lease was over, another has sent it, and then it hears that the channel did not take it. */
    @Test
    void doesNotSendAgainWhatAnotherHasSentMeanwhile() {
        var id = submitted(TestTokens.applicant());
        var entry = write(id, "waiting", THEN);
        NoticeChannel late = notices -> {
            if (!contains(notices, entry)) {
                return inbox.send(notices);
            }
            return sending(inbox, Clock.fixed(THEN.plus(Duration.ofHours(1)), ZoneOffset.UTC))
                    .sendDue()
                    .chain(() -> Uni.createFrom().failure(new IllegalStateException("refused")));
        };

        send(late, THEN);

        assertThat(state(entry)).isEqualTo("sent");
    }

    private NoticeChannel noting(List<Long> taken) {
        return notices -> inbox.send(notices).invoke(() -> notices.forEach(notice -> taken.add(notice.entry())));
    }

    private static boolean contains(List<Notice> notices, long entry) {
        return notices.stream().anyMatch(notice -> notice.entry() == entry);
    }

    private SendNotices sending(NoticeChannel channel, Clock clock) {
        return new SendNotices(vertx, new Notices(pool, catalogue, clock), new NoticeCarrier(channel), config);
    }

    private void send(NoticeChannel channel, Instant now) {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var sending = sending(channel, clock);
        while (sending.sendDue().await().indefinitely() > 0) {
            // others' notices may be due as well
        }
    }

    private long write(UUID caseId, String state, Instant dueAt) {
        var entry = ENTRIES.incrementAndGet();
        pool.preparedQuery("""
                        insert into notice (entry, case_id, subject, topic, zh, en, at, state, due_at)
                        select $1, id, subject, 'case.accepted', '', '', $3, $4, $3 from cases where id = $2
                        """)
                .execute(Tuple.of(entry, caseId, OffsetDateTime.ofInstant(dueAt, ZoneOffset.UTC), state))
                .await()
                .indefinitely();
        return entry;
    }

    private String state(long entry) {
        return pool.preparedQuery("select state from notice where entry = $1")
                .execute(Tuple.of(entry))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString("state");
    }
}
