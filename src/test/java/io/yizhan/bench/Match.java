package io.yizhan.bench;

import java.util.List;
import java.util.Optional;

/** Requests for reuse matches, and what a right answer to one looks like. */
final class Match {
    private static final String PATH = "/v1/matches";

    private Match() {}

    /** One match for each of these people of the item that they have materials for; each with a token of their own. */
    static Requests of(Crowd crowd, List<Long> subjects) {
        return Requests.of(
                requests(crowd, subjects),
                200,
                (request, answer) -> complaint(crowd.data(), subjects.get(request), answer));
    }

    /** The same requests to a bare server, which answers each with the same bytes. */
    static Requests anything(Crowd crowd, List<Long> subjects) {
        return Requests.of(requests(crowd, subjects), 200, (request, answer) -> Optional.empty());
    }

    /** To a bare server that asks PostgreSQL, where the key is the subject itself. */
    static Requests bySubject(Crowd crowd, List<Long> subjects) {
        return Requests.of(
                subjects.stream()
                        .map(subject -> request(
                                crowd,
                                subject,
                                crowd.data().subject(subject).value().toString()))
                        .toList(),
                200,
                (request, answer) -> Optional.empty());
    }

    private static List<String> requests(Crowd crowd, List<Long> subjects) {
        return subjects.stream().map(subject -> request(crowd, subject)).toList();
    }

    static String request(Crowd crowd, long subject) {
        return request(crowd, subject, key(crowd.data(), subject));
    }

    private static String request(Crowd crowd, long subject, String key) {
        return Requests.post(
                PATH,
                "{\"implementationCode\":\"" + crowd.data().item(subject) + "\"}",
                "Authorization: Bearer " + crowd.token(subject),
                BareServer.KEY + ": " + key);
    }

    /** As the service keeps them; a bare server that finds nothing there answers 404, which voids the run. */
    static String key(BenchData data, long subject) {
        return "yz:material:reusable:v2:{" + data.subject(subject).value() + "}";
    }

    private static Optional<String> complaint(BenchData data, long subject, Answer answer) {
        var isRight = answer.body().contains("\"implementationCode\":\"" + data.item(subject) + "\"")
                && answer.body().contains("\"outcome\":\"");
        return isRight ? Optional.empty() : Optional.of("not a match of the item: " + answer.body());
    }
}
