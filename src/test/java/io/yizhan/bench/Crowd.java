package io.yizhan.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** Those of a hall's data who ask in a scenario, always the same; a token is signed once for the whole run. */
record Crowd(BenchData data, Map<Long, String> tokens) {
    private static final long SPREAD = 0x5eed_1000;

    static Crowd of(BenchData data) {
        return new Crowd(data, new ConcurrentHashMap<>());
    }

    /** So many persons, no firms, spread over all of them; fewer when there are not so many. */
    List<Long> people(int count) {
        var people = LongStream.range(0, data.subjects())
                .map(i -> Mix.below(data.subjects(), i, SPREAD))
                .filter(subject -> !data.isFirm(subject))
                .limit(count)
                .boxed()
                .toList();
        sign(people);
        return people;
    }

    /** So many cases, spread over all of them; fewer when there are not so many. */
    List<Long> cases(int count) {
        return LongStream.range(0, Math.min(count, data.cases()))
                .map(i -> Mix.below(data.cases(), i, SPREAD))
                .boxed()
                .toList();
    }

    /** On all cores. */
    void sign(List<Long> subjects) {
        // the first one alone: what signs is set up by its first use, and not by two threads at once
        token(subjects.get(0));
        subjects.parallelStream().forEach(this::token);
    }

    String token(long subject) {
        return tokens.computeIfAbsent(subject, BenchTokens.of(data)::token);
    }
}
