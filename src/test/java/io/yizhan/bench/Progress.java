package io.yizhan.bench;

import java.util.ArrayList;
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

    static String request(BenchData data, long ordinal, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add(BareServer.KEY + ": " + data.queryValue(ordinal));
        return Requests.get(path(data, ordinal), all.toArray(String[]::new));
    }

    private static Optional<String> complaint(BenchData data, long ordinal, Answer answer) {
        var isRight = answer.body().contains("\"queryNumber\":\"" + data.queryNumber(ordinal) + "\"")
                && answer.header("ETag").isPresent();
        return isRight ? Optional.empty() : Optional.of("not the progress of the case: " + answer.body());
    }

    /**
     * What these cases are known by, and questions that name it.
     *
     * @param tags in the order of the cases
     */
    record Known(List<String> tags, Requests requests) {
        /** Learnt from the service. */
        static Known of(BenchData data, ServerProcess service, List<Long> cases) {
            var tags = new String[cases.size()];
            var asking = cases.stream().map(ordinal -> request(data, ordinal)).toList();
            try (var loop = new ClosedLoop(service.address(), 8, learning(asking, tags))) {
                loop.askAll();
            }
            var requests = new ArrayList<String>();
            for (int i = 0; i < tags.length; i++) {
                requests.add(request(data, cases.get(i), "If-None-Match: " + tags[i]));
            }
            return new Known(
                    List.of(tags), Requests.of(requests, 304, (request, answer) -> complaint(tags[request], answer)));
        }

        private static Requests learning(List<String> asking, String[] tags) {
            return Requests.checkingAll(asking, 200, (request, answer) -> {
                tags[request] = answer.header("ETag").orElseThrow();
                return Optional.empty();
            });
        }

        private static Optional<String> complaint(String tag, Answer answer) {
            return answer.header("ETag").equals(Optional.of(tag))
                    ? Optional.empty()
                    : Optional.of("304 with another ETag: " + answer.head());
        }

        /** Lines of path and tag. */
        List<String> lines(BenchData data, List<Long> cases) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < tags.size(); i++) {
                lines.add(path(data, cases.get(i)) + " " + tags.get(i));
            }
            return lines;
        }
    }
}
