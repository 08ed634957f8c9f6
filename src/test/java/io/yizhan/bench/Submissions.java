package io.yizhan.bench;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/** Requests to submit applications, each of which can be submitted once. */
final class Submissions {
    /** A few seconds of signing; each of them applies several times then. */
    private static final int MOST_APPLICANTS = 5_000;

    private Submissions() {}

    /** Under an idempotency key of its own each; their fresh papers have been uploaded. */
    static Requests of(Hall hall, int count) {
        hall.stores().refuseUnlessDurable();
        var applications = hall.crowd().data().applications(hall.stores(), count, MOST_APPLICANTS);
        hall.stores().settle();
        hall.crowd()
                .sign(applications.stream().map(Application::subject).distinct().toList());
        return Requests.of(count, encoded(hall.crowd(), applications), 201, (request, answer) -> complaint(answer));
    }

    private static IntFunction<String> encoded(Crowd crowd, List<Application> applications) {
        return place -> {
            var application = applications.get(place);
            return Requests.post(
                    "/v1/cases",
                    application.body(),
                    "Authorization: Bearer " + crowd.token(application.subject()),
                    "Idempotency-Key: "
                            + UUID.nameUUIDFromBytes(
                                    Buffer.buffer(application.upload().toString())
                                            .getBytes()));
        };
    }

    private static Optional<String> complaint(Answer answer) {
        var isNew = answer.body().contains("\"officialNumber\"")
                && answer.header("Idempotent-Replayed").isEmpty();
        return isNew ? Optional.empty() : Optional.of("not a new case: " + answer.head());
    }
}
