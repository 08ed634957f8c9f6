package io.yizhan.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Questions that name what the client already knows, so that the answer is 304.
 *
 * @param paths what is asked
 * @param tags what it is known by, in the same order
 */
record Learned(List<String> paths, List<String> tags) {
    /** By asking the service for each once. */
    static Learned from(ServerProcess service, List<String> paths) {
        var tags = new String[paths.size()];
        var asking = Requests.checkingAll(paths.stream().map(Requests::get).toList(), 200, (request, answer) -> {
            tags[request] = answer.header("ETag").orElseThrow();
            return Optional.empty();
        });
        try (var loop = new ClosedLoop(service.address(), 8, asking)) {
            loop.askAll();
        }
        return new Learned(paths, Arrays.asList(tags));
    }

    Requests requests() {
        return requests(List.of());
    }

    /** @param credentials an Authorization header for each question, or none */
    Requests requests(List<String> credentials) {
        var requests = new ArrayList<String>();
        for (int i = 0; i < paths.size(); i++) {
            var known = "If-None-Match: " + tags.get(i);
            requests.add(
                    credentials.isEmpty()
                            ? Requests.get(paths.get(i), known)
                            : Requests.get(paths.get(i), known, credentials.get(i)));
        }
        return Requests.of(requests, 304, this::complaint);
    }

    private Optional<String> complaint(int request, Answer answer) {
        return answer.header("ETag").equals(Optional.of(tags.get(request)))
                ? Optional.empty()
                : Optional.of("304 with another ETag: " + answer.head());
    }

    int count() {
        return paths.size();
    }

    /** Encoded, with one more header. */
    String request(int place, String header) {
        return Requests.get(paths.get(place), "If-None-Match: " + tags.get(place), header);
    }

    /** As a bare server reads them. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < paths.size(); i++) {
            lines.add(paths.get(i) + " " + tags.get(i));
        }
        return lines;
    }
}
