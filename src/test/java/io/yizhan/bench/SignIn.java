package io.yizhan.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A person signs in by one-time code, which this hall shows in its answer: asks for the code, exchanges it for tokens. */
final class SignIn implements Visit {
    private final String number;
    private boolean hasCode;

    private SignIn(String number) {
        this.number = number;
    }

    /** These persons, in turn. */
    static Supplier<Visit> of(BenchData data, List<Long> people) {
        var numbers =
                people.stream().map(subject -> data.number(subject).value()).toList();
        var turn = new AtomicInteger();
        return () -> new SignIn(numbers.get(Math.floorMod(turn.getAndIncrement(), numbers.size())));
    }

    @Override
    public Buffer first() {
        var body = new JsonObject()
                .put("channel", "portal")
                .put("factor", "code")
                .put("scope", "applicant")
                .put("kind", "residentId")
                .put("number", number);
        return Buffer.buffer(Requests.post("/v1/sign-ins", body.encode()));
    }

    @Override
    public int expectedStatus() {
        return hasCode ? 200 : 201;
    }

    @Override
    public Optional<Buffer> next(Supplier<Answer> answer) {
        var told = new JsonObject(answer.get().body());
        if (hasCode) {
            requireToken(told);
            return Optional.empty();
        }
        hasCode = true;
        var body = new JsonObject()
                .put("grantType", "signIn")
                .put("signInId", told.getString("signInId"))
                .put("code", told.getString("demoCode"));
        return Optional.of(Buffer.buffer(Requests.post("/v1/tokens", body.encode())));
    }

    private static void requireToken(JsonObject told) {
        if (told.getString("accessToken") == null) {
            throw new VoidRun("a sign-in gave no token");
        }
    }
}
