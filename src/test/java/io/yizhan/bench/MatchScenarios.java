package io.yizhan.bench;

import java.time.Duration;
import java.util.List;

/** Matching materials for an item, signed in. */
final class MatchScenarios {
    /** People who ask again and again: their tokens are known, their materials where the scenario wants them. */
    static final int PEOPLE = 1000;

    private static final int ONCE = 10_000;

    private static final double ALMOST_ALWAYS = 0.95;

    static final List<Scenario> FROM_REDIS = List.of(new Scenario(
            "match-redis",
            "1,000 people ask again while Redis tells nobody what changes, so that nothing is answered from memory; against"
                    + " a bare handler that asks Redis for the same key over one pipelined connection",
            Target.atLeast(0.75, 0.90),
            true,
            Pinning.SERVER_ALONE,
            List.of(Wiring.USUAL),
            MatchScenarios::redis));

    static final List<Scenario> NEAR = List.of(new Scenario(
            "match-near",
            "1,000 people ask again what they asked a moment ago; against a bare handler that finds the answer in a"
                    + " Caffeine cache",
            Target.atLeast(0.60, 0.80),
            true,
            Pinning.SERVER_ALONE,
            List.of(Wiring.USUAL),
            MatchScenarios::near));

    static final List<Scenario> NAIVE_AND_COLD = List.of(
            new Scenario(
                    "match-naive",
                    "the same as match-redis; against the service itself wired naively: Redis by its pooled client, no near"
                            + " cache, no token cache, no lanes",
                    Target.atLeast(2.5, 3),
                    false,
                    Pinning.SERVER_ALONE,
                    List.of(Wiring.USUAL, Wiring.NAIVE),
                    MatchScenarios::naive),
            new Scenario(
                    "match-cold",
                    "10,000 people once each, nothing in memory or Redis, to which the service also writes; against a bare"
                            + " handler that sends the same SQL over one pipelined connection",
                    Target.NONE,
                    false,
                    Pinning.SERVER_ALONE,
                    List.of(Wiring.USUAL),
                    MatchScenarios::cold));

    /** In a quick run, whose usual time leaves much of the road to Redis uncompiled: 0.71 of the bare handler without this, 0.92 and more with it. */
    private static final Duration LONGER = Duration.ofSeconds(5);

    private MatchScenarios() {}

    private static Figures near(Hall hall) {
        var service = hall.service();
        var people = hall.crowd().people(PEOPLE);
        try (var bare = bare(hall, Wiring.USUAL, service, people);
                var ours = HttpSide.of(service, Match.of(hall.crowd(), people)).counting(hall.redis()::commands);
                var baseline = HttpSide.of(bare, Match.anything(hall.crowd(), people))) {
            return hall.compare(ours, baseline);
        }
    }

    /** A bare handler that finds the answer to each of them in a Caffeine cache. */
    static ServerProcess bare(Hall hall, Wiring flagsOf, ServerProcess service, List<Long> people) {
        var keys = people.stream()
                .map(subject -> Match.key(hall.crowd().data(), subject) + " known")
                .toList();
        return hall.bare(flagsOf, BareServer.Kind.NEAR_CACHE, answer(hall, service, people), keys, "", "");
    }

    private static Figures redis(Hall hall) {
        var service = hall.service();
        var people = hall.crowd().people(PEOPLE);
        try (var untold = Untold.of(hall, service);
                var bare = hall.bareWithRedis(answer(hall, service, people), "get");
                var ours = HttpSide.of(service, Match.of(hall.crowd(), people)).counting(hall.redis()::commands);
                var baseline = HttpSide.of(bare, Match.anything(hall.crowd(), people))) {
            if (hall.options().isQuick()) {
                ours.warmUp(LONGER);
            }
            return requiringWork(hall.compare(ours, baseline), "Redis");
        }
    }

    private static Figures naive(Hall hall) {
        var service = hall.service();
        var naive = hall.service(Wiring.NAIVE);
        if (!naive.said().contains("naive")) {
            throw new VoidRun("not available: the service does not say that it is wired naively");
        }
        var people = hall.crowd().people(PEOPLE);
        try (var untold = Untold.of(hall, service);
                var ours = HttpSide.of(service, Match.of(hall.crowd(), people)).counting(hall.redis()::commands);
                var baseline =
                        HttpSide.of(naive, Match.of(hall.crowd(), people)).counting(hall.redis()::commands)) {
            var figures = requiringWork(hall.compare(ours, baseline), "Redis");
            if (figures.detail("workBaseline") < ALMOST_ALWAYS) {
                throw new VoidRun("the naive service answered without asking Redis");
            }
            return figures;
        }
    }

    private static Figures cold(Hall hall) {
        var service = hall.service();
        var people = hall.crowd().people(ONCE);
        var postgres = BareServer.Kind.POSTGRES_MATCH;
        try (var bare = hall.bareWithPostgres(postgres, answer(hall, service, people), Statements.library());
                var ours = HttpSide.of(service, Match.of(hall.crowd(), people))
                        .onceAfter(() -> ProgressScenarios.forget(hall, service))
                        .counting(hall.redis()::commands);
                var baseline =
                        HttpSide.of(bare, Match.bySubject(hall.crowd(), people)).onceAfter(hall.stores()::emptyRedis)) {
            return requiringWork(hall.compareOnce(ours, baseline), "Redis and PostgreSQL");
        }
    }

    /** A cache that is not off would answer instead. */
    static Figures requiringWork(Figures figures, String store) {
        if (figures.detail("workOurs") < ALMOST_ALWAYS) {
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
