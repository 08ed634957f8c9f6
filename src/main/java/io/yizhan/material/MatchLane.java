package io.yizhan.material;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.VerifiedTokens;
import io.yizhan.platform.Problem;
import io.yizhan.platform.http.ExpressLane;
import io.yizhan.platform.http.LaneRequest;
import io.yizhan.platform.http.ProblemAnswer.Language;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ExpressLane} of {@link MatchResource}: a valid token, a body that names the item and nothing else, an item that exists and is for such a subject.
 */
@Singleton
final class MatchLane {
    private static final String MEMBER = "\"implementationCode\"";
    private static final int CODE_LENGTH = 31;

    private final ExpressLane lanes;
    private final ExpressLane.Operation operation;
    private final VerifiedTokens tokens;
    private final MatchAnswers answers;
    private final MatchMaterials matching;

    MatchLane(ExpressLane lanes, VerifiedTokens tokens, MatchAnswers answers, MatchMaterials matching) {
        this.lanes = lanes;
        this.operation = lanes.operation(HttpMethod.POST, MatchResource.PATH);
        this.tokens = tokens;
        this.answers = answers;
        this.matching = matching;
    }

    void observe(@Observes Filters filters) {
        lanes.open(this::reader);
    }

    private ExpressLane.@Nullable Reader reader(LaneRequest request) {
        if (request.is(HttpMethod.POST)
                && request.uri().equals(MatchResource.PATH)
                && ExpressLane.isPlainJson(request)) {
            var caller = tokens.verifiedCallerOf(request.headers());
            if (caller != null && caller.scopes().contains("applicant")) {
                return (body, road) -> match(request, caller, body, road);
            }
        }
        return null;
    }

    private void match(LaneRequest request, AuthenticatedCaller caller, Buffer body, Runnable road) {
        var code = codeOf(body);
        if (code == null || !matching.isFor(code, caller)) {
            road.run();
            return;
        }
        var language = Language.of(request.headers());
        var made = answers.find(caller, code, language);
        if (made != null) {
            operation.sendJson(request, made);
        } else {
            ask(request, caller, code, language, road);
        }
    }

    private void ask(LaneRequest request, AuthenticatedCaller caller, String code, Language language, Runnable road) {
        try {
            answers.ask(
                    caller,
                    code,
                    language,
                    body -> operation.sendJson(request, body),
                    () -> ExpressLane.answer(
                            Uni.createFrom().deferred(() -> answers.answerFromStored(caller, code, language)),
                            body -> operation.sendJson(request, body),
                            road));
        } catch (Problem refusedAgainByTheRoad) {
            road.run();
        }
    }

    /** The code in a body that has this member alone; {@code null} for any other body. */
    static @Nullable String codeOf(Buffer body) {
        var text = body.toString();
        var place = after("{", text, 0);
        place = after(MEMBER, text, place);
        place = after(":", text, place);
        place = after("\"", text, place);
        var end = place + CODE_LENGTH;
        if (place < 0
                || end > text.length()
                || after("}", text, after("\"", text, end))
                        != text.stripTrailing().length()) {
            return null;
        }
        for (int i = place; i < end; i++) {
            if (!isLetterOrDigit(text.charAt(i))) {
                return null;
            }
        }
        return text.substring(place, end);
    }

    /** The place after {@code word} if that comes next, blanks apart; -1 otherwise, and for a place that is -1. */
    private static int after(String word, String text, int from) {
        var place = from;
        while (place >= 0 && place < text.length() && text.charAt(place) <= ' ') {
            place++;
        }
        return place >= 0 && text.startsWith(word, place) ? place + word.length() : -1;
    }

    private static boolean isLetterOrDigit(char character) {
        return character >= '0' && character <= '9'
                || character >= 'A' && character <= 'Z'
                || character >= 'a' && character <= 'z';
    }
}
