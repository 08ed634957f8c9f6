package io.yizhan.material;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LibraryTest {
    private static final UUID HOLDER = UUID.randomUUID();
    private static final UUID CASE = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-03-02T01:02:03.456789Z");

    @Inject
    Pool pool;

    @Inject
    RedisDataSource redis;

    @Inject
    Materials materials;

    @Test
    void isInRedisAsPostgresHasItWhenASubmissionIsAnswered() {
        var token = TestTokens.applicant();
        for (int time = 0; time < 3; time++) {
            var receipt = Journeys.submit(token, Journeys.TRANSFER);
            var holder = subject(UUID.fromString(receipt.getString("id")));

            var written = LibraryFormat.held(holder, inRedis(holder)).library();

            var stored = materials.library(holder).await().indefinitely();
            assertThat(written.version()).isEqualTo(stored.version()).isEqualTo(time + 1);
            assertThat(written.materials()).containsExactlyInAnyOrderElementsOf(stored.materials());
        }
    }

    private byte[] inRedis(UUID holder) {
        return redis.value(byte[].class).get(ReusableMaterials.KEYS.redisKey(holder));
    }

    private UUID subject(UUID caseId) {
        return pool.preparedQuery("select subject from cases where id = $1")
                .execute(Tuple.of(caseId))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getUUID("subject");
    }

    @Test
    void takesInWhatIsHandedInAndLeavesOutWhatIsNot() {
        var earlier = handedIn("IDN001", NOW.minusSeconds(60));
        var forgotten = upload("IDN001");
        var handedIn = upload("IDN002");
        var library = new Library(7, List.of(earlier, forgotten, handedIn));

        var after = library.afterHandingIn(8, List.of(handedIn), CASE, NOW).orElseThrow();

        assertThat(after.version()).isEqualTo(8);
        assertThat(after.materials()).containsExactlyInAnyOrder(earlier, handedIn.handedIn(CASE, NOW));
        assertThat(handedIn.handedIn(CASE, NOW).version()).isEqualTo(handedIn.version() + 1);
    }

    @Test
    void keepsTheNewestTwentyOfAType() {
        var held = new ArrayList<HeldMaterial>();
        IntStream.rangeClosed(1, 20).forEach(age -> held.add(handedIn("IDN001", NOW.minusSeconds(age))));
        held.add(handedIn("IDN002", NOW.minusSeconds(90)));
        var newest = upload("IDN001");

        var after = new Library(30, held)
                .afterHandingIn(31, List.of(newest), CASE, NOW)
                .orElseThrow();

        var oldest = held.get(19);
        held.remove(oldest);
        held.add(newest.handedIn(CASE, NOW));
        assertThat(after.materials()).containsExactlyInAnyOrderElementsOf(held);
    }

    @Test
    void isUnknownWhenSomebodyElseHasChangedItToo() {
        var library = new Library(7, List.of());

        assertThat(library.afterHandingIn(9, List.of(upload("IDN001")), CASE, NOW))
                .isEmpty();
        assertThat(library.afterHandingIn(7, List.of(upload("IDN001")), CASE, NOW))
                .isEmpty();
    }

    private static HeldMaterial upload(String type) {
        return material(type, Optional.empty(), Optional.empty());
    }

    private static HeldMaterial handedIn(String type, Instant when) {
        return material(type, Optional.of(UUID.randomUUID()), Optional.of(when));
    }

    private static HeldMaterial material(String type, Optional<UUID> sourceCase, Optional<Instant> when) {
        return new HeldMaterial(
                UuidCreator.getTimeOrderedEpoch(),
                HOLDER,
                type,
                2,
                1,
                MaterialState.VALID,
                TrustGrade.C,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                sourceCase,
                when,
                Optional.empty());
    }
}
