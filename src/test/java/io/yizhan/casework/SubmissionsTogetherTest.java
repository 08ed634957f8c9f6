package io.yizhan.casework;

import static io.yizhan.casework.Journeys.BIRTH_SERVICE;
import static io.yizhan.casework.Journeys.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import io.yizhan.casework.Submissions.Outcome;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.material.Library;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many submissions in one statement: each is accepted or refused as if it had been alone. */
@QuarkusTest
class SubmissionsTogetherTest {
    private static final int ROWS = 64;
    private static final int DRAFT_VERSION = 2;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    PublishedCatalogue catalogue;

    @Inject
    Submissions submissions;

    @Inject
    SubmissionBatches batches;

    @Inject
    CaseworkConfig config;

    private SubmissionFixture fixture;

    @BeforeEach
    void takeADay() {
        fixture = new SubmissionFixture(pool, catalogue);
    }

    @Test
    void numbersThemWithoutGapsForEachItem() {
        var all = new ArrayList<Submission>();
        for (int i = 0; i < ROWS; i++) {
            all.add(fixture.of(i % 3 == 0 ? TRANSFER : BIRTH_SERVICE));
        }

        var outcomes = submissions.write(all).await().indefinitely();

        assertThat(sequences(outcomes, TRANSFER)).containsExactlyInAnyOrderElementsOf(oneTo(22));
        assertThat(sequences(outcomes, BIRTH_SERVICE)).containsExactlyInAnyOrderElementsOf(oneTo(42));
        for (int i = 0; i < ROWS; i++) {
            assertThat(text(
                            "select official_number from cases where id = $1",
                            all.get(i).id()))
                    .isEqualTo(outcomes.get(i).officialNumber().orElseThrow());
        }
    }

    @Test
    void writesEverythingOfEachRow() {
        var all = List.of(fixture.of(TRANSFER), fixture.of(BIRTH_SERVICE));

        submissions.write(all).await().indefinitely();

        for (var one : all) {
            assertThat(count("select count(*) from case_event where case_id = $1 and seq = 1", one.id()))
                    .isOne();
            assertThat(count("select count(*) from case_number where case_id = $1", one.id()))
                    .isOne();
            assertThat(count("select count(*) from idempotency where resource = $1", one.id()))
                    .isOne();
            assertThat(count(
                            "select count(*) from case_material where case_id = $1 and material = '"
                                    + one.materials().get(0).material().id() + "'",
                            one.id()))
                    .isOne();
        }
    }

    @Test
    void knowsTheLibraryUnlessSomethingHasEndedOrOthersHaveChangedItToo() {
        var one = fixture.of(TRANSFER);

        assertThat(library(one, 1, false))
                .hasValueSatisfying(after -> assertThat(after.version()).isEqualTo(1));
        assertThat(library(one, 1, true)).isEmpty();
        assertThat(library(one, 2, false)).isEmpty();
    }

    private Optional<Library> library(Submission submission, int version, boolean hasSuperseded) {
        var outcome = new Outcome(Optional.of("number"), Optional.of(version), true, true, true, hasSuperseded);
        return submissions.settled(submission, outcome).await().indefinitely().library();
    }

    @Test
    void startsTheAuditStreamWithTheDocumentedDigest() throws Exception {
        var one = fixture.of(TRANSFER);
        submissions.write(List.of(one)).await().indefinitely();

        var entry = row(
                "select at, action, object, detail, request_id, length(previous_hash) as previous, hash from audit_entry where stream = $1",
                one.id());

        assertThat(entry.getInteger("previous")).isZero();
        assertThat(entry.getBuffer("hash").getBytes()).isEqualTo(digest(one, entry));
    }

    @Test
    void refusesOnlyTheRowWhoseDraftIsStale() {
        var all = rows(ROWS - 1);
        var late = withDraft(1);
        all.add(20, late);

        var outcomes = submissions.write(all).await().indefinitely();

        assertRefused(late, outcomes.get(20), ProblemType.DRAFT_CHANGED);
        assertThat(sequences(outcomes, TRANSFER)).hasSize(ROWS - 1);
        assertThat(drafts(late)).isOne();
    }

    @Test
    void refusesOnlyTheRowWhoseMaterialHasChanged() {
        var all = rows(ROWS);
        change(all.get(63).materials().get(0).material().id());

        var outcomes = submissions.write(all).await().indefinitely();

        assertRefused(all.get(63), outcomes.get(63), ProblemType.REUSE_CHANGED);
        assertThat(sequences(outcomes, TRANSFER)).containsExactlyElementsOf(oneTo(ROWS - 1));
    }

    @Test
    void refusesOnlyTheRowWhoseMaterialIsAnothersOfTheSameBatch() {
        var all = rows(ROWS);
        pool.preparedQuery("update material set holder = $2 where id = $1")
                .execute(Tuple.of(
                        all.get(63).materials().get(0).material().id(),
                        all.get(0).caller().subject().value()))
                .await()
                .indefinitely();

        var outcomes = submissions.write(all).await().indefinitely();

        assertRefused(all.get(63), outcomes.get(63), ProblemType.REUSE_CHANGED);
        assertThat(sequences(outcomes, TRANSFER)).containsExactlyElementsOf(oneTo(ROWS - 1));
    }

    @Test
    void discardsTheDraftsOfTheRowsThatWereWritten() {
        var drafted = withDraft(DRAFT_VERSION);
        var all = rows(2);
        all.add(1, drafted);

        var outcomes = submissions.write(all).await().indefinitely();

        assertThat(sequences(outcomes, TRANSFER)).containsExactly(1, 2, 3);
        assertThat(drafts(drafted)).isZero();
    }

    @Test
    void keepsTheDraftOfARowThatIsRefusedForItsMaterial() {
        var drafted = withDraft(DRAFT_VERSION);
        var all = rows(2);
        all.add(1, drafted);
        change(drafted.materials().get(0).material().id());

        var outcomes = submissions.write(all).await().indefinitely();

        assertRefused(drafted, outcomes.get(1), ProblemType.REUSE_CHANGED);
        assertThat(drafts(drafted)).isOne();
    }

    @Test
    void refusesOnlyTheRowThatTakesTheDayBeyondItsLastNumber() {
        counterAt(BIRTH_SERVICE, 9_998);
        var all = rows(ROWS - 2);
        all.add(10, fixture.of(BIRTH_SERVICE));
        all.add(40, fixture.of(BIRTH_SERVICE));

        var outcomes = writeInOneBatch(all);

        assertThat(outcomes).filteredOn(SubmissionsTogetherTest::isBeyondTheDay).hasSize(1);
        assertThat(sequences(accepted(outcomes), TRANSFER)).containsExactlyInAnyOrderElementsOf(oneTo(ROWS - 2));
        assertThat(sequences(accepted(outcomes), BIRTH_SERVICE)).containsExactly(9_999);
    }

    @Test
    void doesNotFailABatchForAnItemWhoseNumbersAreUsedUp() {
        counterAt(BIRTH_SERVICE, 9_999);
        var all = rows(2);
        all.add(fixture.of(BIRTH_SERVICE));

        var outcomes = submissions.write(all).await().indefinitely();

        assertRefused(all.get(2), outcomes.get(2), ProblemType.DAILY_NUMBERS_EXHAUSTED);
        assertThat(sequences(outcomes, TRANSFER)).containsExactly(1, 2);
    }

    @Test
    void writesOneOfTwoWithTheSameKeyAndAnswersBothAlike() {
        var caller = SubmissionFixture.caller();
        var key = UUID.randomUUID().toString();
        var twins = List.of(
                fixture.of(TRANSFER, caller, key, Optional.empty()),
                fixture.of(TRANSFER, caller, key, Optional.empty()));

        var outcomes = accepted(write(batches(1), twins));

        assertThat(outcomes.get(0).officialNumber()).isPresent();
        assertThat(outcomes.get(1).officialNumber()).isEmpty();
        var first = submissions.settled(twins.get(0), outcomes.get(0)).await().indefinitely();
        var second = submissions.settled(twins.get(1), outcomes.get(1)).await().indefinitely();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.isReplay()).isTrue();
    }

    @Test
    void writesBothOfOneSubject() {
        var caller = SubmissionFixture.caller();

        var outcomes = accepted(write(batches(1), List.of(fixture.of(TRANSFER, caller), fixture.of(TRANSFER, caller))));

        assertThat(sequences(outcomes, TRANSFER)).containsExactly(1, 2);
    }

    @Test
    void numbersTwoHundredSubjectsOfOneItemWithoutGaps() {
        var outcomes = accepted(write(batches, rows(200)));

        assertThat(sequences(outcomes, TRANSFER)).containsExactlyInAnyOrderElementsOf(oneTo(200));
    }

    @Test
    void numbersWithoutGapsWhenTwoInstancesMeetAtTheSameCounters() {
        var here = new ArrayList<CompletableFuture<Outcome>>();
        var there = new ArrayList<CompletableFuture<Outcome>>();
        var first = batches(2);
        var second = batches(2);
        for (int round = 0; round < 4; round++) {
            here.addAll(start(first, mixed(50)));
            there.addAll(start(second, mixed(50)));
        }
        here.addAll(there);

        var outcomes = accepted(here);

        assertThat(sequences(outcomes, TRANSFER)).containsExactlyInAnyOrderElementsOf(oneTo(200));
        assertThat(sequences(outcomes, BIRTH_SERVICE)).containsExactlyInAnyOrderElementsOf(oneTo(200));
    }

    private List<Submission> rows(int count) {
        var all = new ArrayList<Submission>();
        for (int i = 0; i < count; i++) {
            all.add(fixture.of(TRANSFER));
        }
        return all;
    }

    private List<Submission> mixed(int count) {
        var all = new ArrayList<Submission>();
        for (int i = 0; i < count; i++) {
            all.add(fixture.of(i % 2 == 0 ? TRANSFER : BIRTH_SERVICE));
        }
        return all;
    }

    private SubmissionBatches batches(int statements) {
        var few = new CaseworkSettings(config, statements);
        return new SubmissionBatches(vertx, submissions, few, new SimpleMeterRegistry());
    }

    private static List<CompletableFuture<Outcome>> start(SubmissionBatches batches, List<Submission> all) {
        return all.stream()
                .map(batches::write)
                .map(Uni::subscribeAsCompletionStage)
                .toList();
    }

    /** Makes them wait together behind one that waits for a row somebody else holds. */
    private List<CompletableFuture<Outcome>> writeInOneBatch(List<Submission> all) {
        var another = new SubmissionFixture(pool, catalogue);
        var blocked = another.of(TRANSFER);
        var queue = batches(1);
        var outcomes = new ArrayList<CompletableFuture<Outcome>>();
        pool.withTransaction(holder -> holder.preparedQuery(
                                "insert into case_counter (implementation_code, business_date, last) values ($1, $2, 0)")
                        .execute(Tuple.of(TRANSFER, another.day()))
                        .invoke(held -> outcomes.addAll(start(queue, List.of(blocked))))
                        .chain(() -> holder.query("select pg_sleep(0.2)").execute())
                        .invoke(waiting -> outcomes.addAll(start(queue, all)))
                        .chain(() -> holder.query("select pg_sleep(0.2)").execute()))
                .await()
                .indefinitely();
        outcomes.forEach(SubmissionsTogetherTest::failure);
        return outcomes.subList(1, outcomes.size());
    }

    private static List<CompletableFuture<Outcome>> write(SubmissionBatches batches, List<Submission> all) {
        var outcomes = start(batches, all);
        outcomes.forEach(SubmissionsTogetherTest::failure);
        return outcomes;
    }

    private static List<Outcome> accepted(List<CompletableFuture<Outcome>> outcomes) {
        return outcomes.stream()
                .filter(outcome -> failure(outcome) == null)
                .map(CompletableFuture::join)
                .toList();
    }

    private static Throwable failure(CompletableFuture<?> answer) {
        return answer.handle((done, failure) -> failure).join();
    }

    private void assertRefused(Submission submission, Outcome outcome, ProblemType type) {
        assertThat(outcome.officialNumber()).isEmpty();
        var settled = submissions.settled(submission, outcome).subscribeAsCompletionStage();
        assertThat(failure(settled)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.type())
                .isEqualTo(type));
        assertThat(count("select count(*) from idempotency where resource = $1", submission.id()))
                .isZero();
    }

    /** By the constraint, or, when the other one of the two is committed already, by looking at the counter. */
    private static boolean isBeyondTheDay(CompletableFuture<Outcome> outcome) {
        return failure(outcome) instanceof PgException refused
                ? "case_counter_daily_limit".equals(refused.getConstraint())
                : !outcome.join().isOpen();
    }

    private static List<Integer> sequences(List<Outcome> outcomes, String item) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.officialNumber().stream())
                .filter(number -> number.startsWith(item))
                .map(number -> Integer.parseInt(number.substring(39)))
                .toList();
    }

    private static List<Integer> oneTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private void counterAt(String item, int last) {
        pool.preparedQuery("insert into case_counter (implementation_code, business_date, last) values ($1, $2, $3)")
                .execute(Tuple.of(item, fixture.day(), last))
                .await()
                .indefinitely();
    }

    private void change(UUID material) {
        pool.preparedQuery("update material set version = version + 1 where id = $1")
                .execute(Tuple.of(material))
                .await()
                .indefinitely();
    }

    /** @param version of the draft that is submitted; what is kept is at {@link #DRAFT_VERSION} */
    private Submission withDraft(int version) {
        var caller = SubmissionFixture.caller();
        pool.preparedQuery("""
                        insert into draft (id, bucket, subject, implementation_code, version, content, channel, created_at, changed_at)
                        values (gen_random_uuid(), $2, $1, $3, $4, '', 'web', now(), now())
                        """)
                .execute(Tuple.of(
                        caller.subject().value(), (short) caller.subject().bucket(), TRANSFER, DRAFT_VERSION))
                .await()
                .indefinitely();
        return fixture.of(TRANSFER, caller, UUID.randomUUID().toString(), Optional.of(version));
    }

    private long drafts(Submission submission) {
        return count(
                "select count(*) from draft where subject = $1",
                submission.caller().subject().value());
    }

    /** Length-prefixed fields behind the version of the format. */
    private static byte[] digest(Submission one, Row entry) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(1);
        field(out, new byte[0]);
        field(out, uuid(one.id()));
        field(out, new byte[] {0, 0, 0, 1});
        var at = ChronoUnit.MICROS.between(
                OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), entry.getOffsetDateTime("at"));
        out.writeInt(8);
        out.writeLong(at);
        field(out, uuid(one.caller().actor().value()));
        for (var name : List.of("action", "object", "detail", "request_id")) {
            field(out, entry.getString(name).getBytes(StandardCharsets.UTF_8));
        }
        return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    }

    private static void field(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private static byte[] uuid(UUID id) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        return bytes.toByteArray();
    }

    private Row row(String sql, Object value) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(value))
                .await()
                .indefinitely()
                .iterator()
                .next();
    }

    private long count(String sql, Object value) {
        return row(sql, value).getLong(0);
    }

    private String text(String sql, Object value) {
        return row(sql, value).getString(0);
    }
}
