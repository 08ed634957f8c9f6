package io.yizhan.material;

import static io.yizhan.casework.Journeys.BIRTH;
import static io.yizhan.casework.Journeys.ONLY_CHILD;
import static io.yizhan.material.MatchingFixture.candidate;
import static io.yizhan.material.MatchingFixture.requirement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.catalogue.ReuseClass;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.SubjectId;
import io.yizhan.platform.http.ProblemAnswer.Language;
import io.yizhan.platform.redis.LuaScript;
import io.yizhan.platform.redis.PipelinedRedis;
import io.yizhan.platform.redis.RedisAway;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that lie ready in Redis are given while everything they depend on is as it was, and not a moment longer. */
@QuarkusTest
class ReadyAnswersTest {
    private static final String MARKED = "{\"marked\":true}";
    private static final String MISSED = "missed";

    @Inject
    MatchAnswers answers;

    @Inject
    MatchMaterials matching;

    @Inject
    ReusableMaterials reusable;

    @Inject
    PublishedCatalogue catalogue;

    @Inject
    PipelinedRedis pipelined;

    @Inject
    RedisAPI redis;

    @Inject
    ObjectMapper json;

    private final AuthenticatedCaller caller = caller(UuidCreator.getTimeOrderedEpoch());
    private final UUID holder = caller.subject().value();

    private static AuthenticatedCaller caller(UUID subject) {
        var id = new SubjectId(subject);
        return new AuthenticatedCaller(
                id, id, Set.of("applicant"), "session", 2, Optional.empty(), Set.of(), Set.of(), "portal");
    }

    @BeforeEach
    void libraryIsInRedis() {
        write(1);
    }

    private void write(int version) {
        var birth = catalogue.get().requirements(catalogue.get().item(ONLY_CHILD)).stream()
                .map(requirement -> requirement.materialType().code())
                .map(type -> candidate(type).holder(holder).held())
                .toList();
        var packed = LibraryFormat.pack(holder, new Library(version, birth)).packed();
        run(
                "material/replace_if_newer.lua",
                List.of(ReusableMaterials.KEYS.redisKey(holder)),
                List.of(Integer.toString(version), "60", packed));
    }

    private void run(String script, List<String> keys, List<?> arguments) {
        await().ignoreExceptionsInstanceOf(RedisAway.class)
                .untilAsserted(() -> VertxContextSupport.subscribeAndAwait(
                        () -> new LuaScript(pipelined, script).execute(keys, arguments)));
    }

    private String ask(AuthenticatedCaller who, String item, Language language) {
        var told = new CompletableFuture<String>();
        answers.ask(who, item, language, body -> told.complete(body.toString()), () -> told.complete(MISSED));
        return told.join();
    }

    private String ask() {
        return ask(caller, ONLY_CHILD, Language.CHINESE);
    }

    private String key() {
        return ReadyAnswers.key(holder, ONLY_CHILD);
    }

    private String kept() {
        var found = redis.getAndAwait(key());
        return found == null ? "" : found.toString();
    }

    /** Asks until the answer lies ready, then puts another in its place, behind the line as {@code change} makes it. */
    private void mark(UnaryOperator<String> change) {
        await().until(() -> ask().contains("\"requirements\"") && !kept().isEmpty());
        var line = kept().substring(0, kept().indexOf('\n'));
        redis.setAndAwait(List.of(key(), change.apply(line) + "\n" + MARKED));
    }

    @Test
    void keepsTheVeryAnswerThatWasGiven() {
        await().until(() -> ask().contains("\"requirements\"") && !kept().isEmpty());

        assertThat(ask()).isEqualTo(kept().substring(kept().indexOf('\n') + 1)).contains("\"outcome\":\"attached\"");
        assertThat(redis.pttlAndAwait(key()).toLong()).isBetween(1L, 600_000L);
    }

    @Test
    void givesWhatLiesReady() {
        mark(line -> line);
        assertThat(ask()).isEqualTo(MARKED);
    }

    @Test
    void givesNoneOfAnotherLibrary() {
        mark(line -> line);
        write(2);
        assertThat(ask()).contains("\"requirements\"");
    }

    @Test
    void givesNoneWhenThisInstanceKnowsOfANewerLibrary() throws Throwable {
        mark(line -> line);
        VertxContextSupport.subscribeAndAwait(() -> reusable.changed(holder, 5));
        write(4);
        assertThat(ask()).isEqualTo(MISSED);
    }

    @Test
    void givesNoneOfAnotherCatalogue() {
        mark(line -> line.replaceFirst("^1 (\\d+) ", "1 1$1 "));
        assertThat(ask()).contains("\"requirements\"");
    }

    @Test
    void givesNoneOfAnotherTimeDayPolicyOrItem() {
        for (int field = 2; field < 6; field++) {
            var other = field;
            mark(line -> changed(line, other));
            assertThat(ask()).as("field %d", field).contains("\"requirements\"");
            redis.delAndAwait(List.of(key()));
        }
    }

    private static String changed(String line, int field) {
        var fields = line.split(" ");
        fields[field] = fields[field].substring(0, fields[field].length() - 1) + "~";
        return String.join(" ", fields);
    }

    @Test
    void givesNobodyWhatIsReadyForAnother() {
        mark(line -> line);
        assertThat(ask(caller(UuidCreator.getTimeOrderedEpoch()), ONLY_CHILD, Language.CHINESE))
                .isEqualTo(MISSED);
        assertThat(ask(caller, ONLY_CHILD, Language.ENGLISH)).contains("\"requirements\"");
        assertThat(ask(caller, BIRTH, Language.CHINESE)).contains("\"requirements\"");
    }

    @Test
    void makesItAnewFromWhatItCannotRead() {
        for (var foreign : List.of("x", "1", "1 ", "99999999999999999999 ", kept() + "1 2 3")) {
            redis.setAndAwait(List.of(key(), foreign));
            assertThat(ask()).contains("\"requirements\"");
        }
    }

    @Test
    void leavesTheRestToTheRoadWhenRedisHasNothing() {
        mark(line -> line);
        redis.delAndAwait(List.of(ReusableMaterials.KEYS.redisKey(holder)));
        assertThat(ask()).isEqualTo(MISSED);
    }

    @Test
    void holdsInItsTimeOnItsCatalogueAndCalendarAlone() {
        var present = catalogue.get();
        var calendar = matching.calendar();
        var stamp = new ReadyAnswers.Stamp("name", present, calendar, 1000, 2000, new byte[0]);

        assertThat(stamp.holds(present, calendar, 999)).isFalse();
        assertThat(stamp.holds(present, calendar, 1000)).isTrue();
        assertThat(stamp.holds(present, calendar, 1999)).isTrue();
        assertThat(stamp.holds(present, calendar, 2000)).isFalse();
        assertThat(stamp.holds(null, calendar, 1500)).isFalse();
        assertThat(stamp.holds(present, null, 1500)).isFalse();
    }

    @Test
    void hasFewPlacesForASubject() {
        var keys = IntStream.range(0, 500)
                .mapToObj(item -> ReadyAnswers.key(holder, "item" + item))
                .collect(Collectors.toSet());

        assertThat(keys).hasSize(ReadyAnswers.PLACES);
        assertThat(keys).allMatch(key -> key.contains("{" + holder + "}"));
    }

    /** A change of these bytes needs another version in {@link ReadyAnswers#PREFIX}, because answers survive an upgrade. */
    @Test
    void rendersRequirementsAsVersion1() throws Exception {
        var held = candidate("IDN001")
                .id(UUID.fromString("019a0000-0000-7000-8000-000000000002"))
                .held();
        var match = new Match(
                requirement("IDN001", ReuseClass.WITHOUT_EXPIRY),
                Match.Outcome.OFFERED_TO_CONFIRM,
                List.of(held),
                List.of(new Match.Rejected(held, Unusable.EXPIRED)));

        var material =
                "{\"materialId\":\"019a0000-0000-7000-8000-000000000002\",\"version\":1,\"edition\":1,\"trustGrade\":\"C\",\"issuer\":\"\",\"issuedOn\":\"2017-06-25\","
                        + "\"sourceCase\":\"55a54008-ad1b-3589-aa21-0d2629c1df41\",\"handedInAt\":\"2017-07-01T02:00:00Z\",\"confirmedAtWindow\":false,\"checkedAtAcceptance\":false}";
        assertThat(ReadyAnswers.PREFIX).isEqualTo("yz:material:answer:v1:");
        assertThat(json.writeValueAsString(MatchView.RequirementView.of(match, Language.ENGLISH)))
                .isEqualTo(
                        "{\"materialType\":\"IDN001\",\"nameZh\":\"材料IDN001\",\"nameEn\":\"Material IDN001\",\"necessity\":\"required\",\"form\":\"both\",\"reuseClass\":\"withoutExpiry\",\"outcome\":\"offeredToConfirm\",\"offered\":["
                                + material
                                + "],\"unusable\":[{\"material\":"
                                + material
                                + ",\"reason\":\"expired\",\"reasonText\":\"has expired\"}]}");
    }
}
