package io.yizhan.bench;

import java.util.List;
import java.util.Optional;

/** Requests for reuse matches, and what a right answer to one looks like. */
final class Match {
    private static final String PATH = "/v1/matches";

    private Match() {}

    /** One match for each of these people of the item that they have materials for; each with a token of their own. */
    static Requests of(Hall hall, List<Long> subjects) {
        return Requests.of(
                requests(hall, subjects),
                200,
                (request, answer) -> complaint(hall.data(), subjects.get(request), answer));
    }

    /** The same requests to a bare server, which answers each with the same bytes. */
    static Requests anything(Hall hall, List<Long> subjects) {
        return Requests.of(requests(hall, subjects), 200, (request, answer) -> Optional.empty());
    }

    private static List<String> requests(Hall hall, List<Long> subjects) {
        return subjects.stream().map(subject -> request(hall, subject)).toList();
    }

    static String request(Hall hall, long subject) {
        return Requests.post(
                PATH,
                "{\"implementationCode\":\"" + hall.data().item(subject) + "\"}",
                "Authorization: Bearer " + hall.token(subject),
                BareServer.KEY + ": " + key(hall.data(), subject));
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
