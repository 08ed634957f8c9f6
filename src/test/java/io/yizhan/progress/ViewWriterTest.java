package io.yizhan.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.yizhan.casework.CaseMove;
import io.yizhan.casework.CaseStanding;
import io.yizhan.casework.CaseStanding.CaseEvent;
import io.yizhan.casework.CaseState;
import io.yizhan.casework.ClockState;
import io.yizhan.casework.QueryNumber;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PublishedCatalogue;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ViewWriterTest {
    private static final Instant SUBMITTED = Instant.parse("2026-03-02T01:02:03.456789Z");
    private static final LocalDate PROMISED = LocalDate.parse("2026-03-30");
    private static final long STALE = 7;

    /** An instant is written with as many digits as it needs: of a second, a millisecond, a microsecond. */
    private static final int[] NANOS = {0, 120_000_000, 120_000};

    @Inject
    ObjectMapper json;

    @Inject
    PublishedCatalogue catalogue;

    private ViewWriter writer;

    @BeforeEach
    void makeWriter() {
        writer = new ViewWriter(json, STALE);
    }

    @Test
    void writesEveryItemInEveryStateAsTheMapperDoes() throws JsonProcessingException {
        for (var item : catalogue.get().items()) {
            for (var state : CaseState.values()) {
                assertWrittenAsMapped(new Sample(item.implementationCode(), state).justSubmitted());
            }
        }
    }

    @Test
    void writesWhateverHasHappenedAsTheMapperDoes() throws JsonProcessingException {
        for (var state : CaseState.values()) {
            assertWrittenAsMapped(anyItem(state).afterAllMoves());
        }
    }

    @Test
    void writesAnItemThatTheCatalogueNoLongerListsAsTheMapperDoes() throws JsonProcessingException {
        assertWrittenAsMapped(new Sample("of old", CaseState.ACCEPTED).justSubmitted());
    }

    @Test
    void writesOfTwoCasesOfAnItemInAStateWhatIsEachOnesOwn() throws JsonProcessingException {
        assertWrittenAsMapped(anyItem(CaseState.SUSPENDED).justSubmitted());
        assertWrittenAsMapped(anyItem(CaseState.SUSPENDED).afterAllMoves());
        assertWrittenAsMapped(anyItem(CaseState.SUSPENDED).justSubmitted());
    }

    private Sample anyItem(CaseState state) {
        var item = catalogue.get().items().stream()
                .filter(any -> any.onsiteVisits() > 0)
                .map(Item::implementationCode)
                .findFirst()
                .orElseThrow();
        return new Sample(item, state);
    }

    private record Sample(String item, CaseState state) {
        CaseStanding justSubmitted() {
            return standing(
                    1, ClockState.NOT_STARTED, SUBMITTED, List.of(new CaseEvent(1, CaseMove.SUBMIT, SUBMITTED)));
        }

        CaseStanding afterAllMoves() {
            var events = new ArrayList<CaseEvent>();
            var at = SUBMITTED;
            for (var move : CaseMove.values()) {
                events.add(new CaseEvent(events.size() + 1, move, at));
                at = Instant.ofEpochSecond(at.getEpochSecond() + 3601, NANOS[events.size() % NANOS.length]);
            }
            return standing(events.size(), ClockState.STOPPED, at, events);
        }

        private CaseStanding standing(int version, ClockState clock, Instant changedAt, List<CaseEvent> events) {
            var date = Optional.of(PROMISED.plusDays(version)).filter(day -> version > 1);
            return new CaseStanding(
                    UUID.randomUUID(),
                    new QueryNumber(0x123_4567_89AB_CDEFL),
                    item,
                    state,
                    version,
                    SUBMITTED,
                    PROMISED,
                    clock,
                    date,
                    date.map(day -> day.plusDays(1)),
                    version > 1,
                    changedAt,
                    events);
        }
    }

    private void assertWrittenAsMapped(CaseStanding standing) throws JsonProcessingException {
        assertThat(writer.write(standing, catalogue.get(), 61).toString())
                .isEqualTo(json.writeValueAsString(ProgressView.of(standing, catalogue.get(), 61, STALE)));
    }
}
