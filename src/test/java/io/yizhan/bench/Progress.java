package io.yizhan.bench;

import java.util.List;
import java.util.Optional;

/** Questions for progress, and what a right answer to one looks like. */
final class Progress {
    private static final String PATH = "/v1/progress/";

    private Progress() {}

    static Requests of(BenchData data, List<Long> cases) {
        var requests = cases.stream().map(ordinal -> request(data, ordinal)).toList();
        return Requests.of(requests, 200, (request, answer) -> complaint(data, cases.get(request), answer));
    }

    /** The same questions to a bare server, which answers each with the same bytes. */
    static Requests anything(BenchData data, List<Long> cases) {
        var requests = cases.stream().map(ordinal -> request(data, ordinal)).toList();
        return Requests.of(requests, 200, (request, answer) -> Optional.empty());
    }

    static String path(BenchData data, long ordinal) {
        return PATH + data.queryNumber(ordinal);
    }

    static String request(BenchData data, long ordinal) {
        return Requests.get(path(data, ordinal), BareServer.KEY + ": " + data.queryValue(ordinal));
    }

    private static Optional<String> complaint(BenchData data, long ordinal, Answer answer) {
        var isRight = answer.body().contains("\"queryNumber\":\"" + data.queryNumber(ordinal) + "\"")
                && answer.header("ETag").isPresent();
        return isRight ? Optional.empty() : Optional.of("not the progress of the case: " + answer.body());
    }

    /** What these cases are known by, from the service. */
    static Learned learn(BenchData data, ServerProcess service, List<Long> cases) {
        return Learned.from(
                service, cases.stream().map(ordinal -> path(data, ordinal)).toList());
    }
}
