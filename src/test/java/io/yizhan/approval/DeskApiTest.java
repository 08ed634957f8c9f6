package io.yizhan.approval;

import static io.restassured.RestAssured.given;
import static io.yizhan.casework.Desk.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Lists, searches, single reads and counters of staff show the same set of cases. */
@QuarkusTest
class DeskApiTest {
    private static final List<String> ITEMS = List.of(Journeys.TRANSFER, Journeys.ONLY_CHILD, Journeys.BIRTH_SERVICE);
    private static final String POLICE = "1153040200000006XB";
    private static final String HEALTH = "11530402000000190A";
    private static final String CIVIL_AFFAIRS = "11530402000000078B";
    private static final String UNRELATED = "115304020000000941";

    @Inject
    Pool pool;

    private static Set<String> listed(String token) {
        var ids = new HashSet<String>();
        String cursor = null;
        do {
            var request = given().auth().oauth2(token).queryParam("limit", 7);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/v1/desk/cases")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            List<String> found = page.getList("cases.id");
            assertThat(found).noneMatch(ids::contains);
            ids.addAll(found);
            cursor = page.getString("next");
        } while (cursor != null);
        return ids;
    }

    private static Set<String> searched(String token, JsonPath receipt) {
        return Set.copyOf(given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("queryNumber", receipt.getString("queryNumber")))
                .post("/v1/desk/case-searches")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("cases.id"));
    }

    private static int read(String token, String id) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("purpose", "核对列表"))
                .post("/v1/desk/cases/" + id + "/readings")
                .statusCode();
    }

    @Test
    void showsTheSameCasesInListsSearchesAndReads() {
        var random = new Random(20260901);
        var receipts = new HashMap<String, JsonPath>();
        var departmentsOf = new HashMap<String, Set<String>>();
        var applicant = TestTokens.applicant();
        var clerk = TestTokens.clerk();
        for (int i = 0; i < 12; i++) {
            var item = ITEMS.get(random.nextInt(ITEMS.size()));
            var receipt = Journeys.submit(applicant, item);
            var id = receipt.getString("id");
            var own = item.substring(0, 18);
            receipts.put(id, receipt);
            departmentsOf.put(id, new HashSet<>(Set.of(own)));
            if (random.nextBoolean()) {
                move(clerk, id, 1, "acceptance", Map.of("kind", "full"));
                move(TestTokens.officer(own), id, 2, "review", Map.of());
                if (item.equals(Journeys.ONLY_CHILD)) {
                    departmentsOf.get(id).add(CIVIL_AFFAIRS);
                }
            }
        }

        for (var department : List.of(POLICE, HEALTH, CIVIL_AFFAIRS, UNRELATED)) {
            var officer = TestTokens.officer(department);
            var allowed = departmentsOf.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(department))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            var list = listed(officer);
            assertThat(list.stream().filter(receipts::containsKey)).containsExactlyInAnyOrderElementsOf(allowed);
            assertThat(departments(list)).as("whole list of " + department).allMatch(of -> of.contains(department));
            receipts.forEach((id, receipt) -> {
                assertThat(searched(officer, receipt).contains(id)).isEqualTo(allowed.contains(id));
                assertThat(read(officer, id)).isEqualTo(allowed.contains(id) ? 200 : 404);
            });
        }
        assertThat(listed(clerk)).containsAll(receipts.keySet());
    }

    private List<Set<String>> departments(Set<String> ids) {
        return StreamSupport.stream(
                        pool.preparedQuery("""
                                select array_agg(d.department) || c.department as departments
                                from cases c left join case_department d on d.case_id = c.id
                                where c.id::text = any($1) group by c.id, c.department
                                """)
                                .execute(Tuple.of(ids.toArray(String[]::new)))
                                .await()
                                .indefinitely()
                                .spliterator(),
                        false)
                .map(DeskApiTest::departments)
                .toList();
    }

    private static Set<String> departments(Row row) {
        var all = new HashSet<String>();
        for (var department : row.getArrayOfStrings("departments")) {
            all.add(department);
        }
        return all;
    }

    @Test
    void countsWhatTheListShows() {
        var applicant = TestTokens.applicant();
        var id = Journeys.submit(applicant, Journeys.BIRTH_SERVICE).getString("id");
        Journeys.submit(applicant, Journeys.BIRTH_SERVICE);
        move(TestTokens.clerk(), id, 1, "acceptance", Map.of("kind", "full"));
        var officer = TestTokens.officer(HEALTH);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var counters =
                    given().auth().oauth2(officer).get("/v1/desk/counters").jsonPath();
            assertThat(counters.getList("counters.department")).containsOnly(HEALTH);
            for (Map<String, Object> counter : counters.<Map<String, Object>>getList("counters")) {
                assertThat(counter.get("cases"))
                        .as(counter.get("state").toString())
                        .isEqualTo(count((String) counter.get("state")));
            }
        });
    }

    private int count(String state) {
        return pool.preparedQuery("select count(*)::int as n from cases where department = $1 and state = $2")
                .execute(Tuple.of(HEALTH, state))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getInteger("n");
    }

    @Test
    void filtersByStateAndRefusesAnUnknownOne() {
        var officer = TestTokens.officer(POLICE);
        Journeys.submit(TestTokens.applicant(), Journeys.TRANSFER);

        List<String> states = given().auth()
                .oauth2(officer)
                .queryParam("state", "submitted")
                .get("/v1/desk/cases")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("cases.state");
        assertThat(states).isNotEmpty().containsOnly("submitted");
        given().auth()
                .oauth2(officer)
                .queryParam("state", "forgotten")
                .get("/v1/desk/cases")
                .then()
                .statusCode(400);
    }

    @Test
    void putsTheMostUrgentFirstOnTheListOfWhatIsDue() {
        var officer = TestTokens.officer(POLICE);
        io.yizhan.casework.Desk.inReview(TestTokens.applicant(), officer);

        List<String> due = given().auth()
                .oauth2(officer)
                .queryParam("days", 60)
                .queryParam("limit", 100)
                .get("/v1/desk/due")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("cases.dueOn");
        assertThat(due).isNotEmpty().isSorted();
    }
}
