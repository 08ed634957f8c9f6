package io.yizhan.bench;

import java.util.List;
import java.util.Map;

/** Matching materials for an item, signed in. */
final class MatchScenarios {
    /** People who ask again and again: their tokens are known, their materials where the scenario wants them. */
    static final int PEOPLE = 1000;

    static final Map<String, String> NO_NEAR_CACHE = Map.of("YIZHAN_REDIS_NEAR_ENTRIES", "0");

    static final List<Scenario> ALL = List.of(
            new Scenario(
                    "match-near",
                    "1,000 people ask again what they asked a moment ago; against a bare handler that finds the answer in a"
                            + " Caffeine cache",
                    Target.atLeast(0.60, 0.80),
                    true,
                    MatchScenarios::near),
            new Scenario(
                    "match-redis",
                    "the same without near cache; against a bare handler that asks Redis for the same key over one pipelined"
                            + " connection",
                    Target.atLeast(0.75, 0.90),
                    true,
                    MatchScenarios::redis));

    private MatchScenarios() {}

    private static Figures near(Hall hall) {
        hall.pin(Pinning.SERVER_ALONE);
        var service = hall.service();
        var people = hall.crowd().people(PEOPLE);
        var keys = people.stream()
                .map(subject -> Match.key(hall.crowd().data(), subject) + " known")
                .toList();
        try (var bare = hall.bare(BareServer.Kind.NEAR_CACHE, answer(hall, service, people), keys, "", "");
                var ours = HttpSide.of(service, Match.of(hall.crowd(), people)).counting(hall.redis()::commands);
                var baseline = HttpSide.of(bare, Match.anything(hall.crowd(), people))) {
            return hall.compare(ours, baseline);
        }
    }

    private static Figures redis(Hall hall) {
        hall.pin(Pinning.SERVER_ALONE);
        var service = hall.service(NO_NEAR_CACHE);
        var people = hall.crowd().people(PEOPLE);
        try (var bare = hall.bareWithRedis(answer(hall, service, people), "get");
                var ours = HttpSide.of(service, Match.of(hall.crowd(), people)).counting(hall.redis()::commands);
                var baseline = HttpSide.of(bare, Match.anything(hall.crowd(), people))) {
            ours.loop().askAll();
            return requiringWork(hall.compare(ours, baseline), "Redis");
        }
    }

    /** A cache that is not off would answer instead. */
    static Figures requiringWork(Figures figures, String store) {
        if (figures.detail("workOurs") < 0.95) {
            throw new VoidRun("the service answered without asking " + store);
        }
        return figures;
    }

    private static String answer(Hall hall, ServerProcess service, List<Long> people) {
        var answer = service.answer(Match.request(hall.crowd(), people.get(0)));
        if (answer.status() != 200) {
            throw new VoidRun("a match answers " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }
}
