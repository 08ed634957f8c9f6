package io.yizhan.material;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.VerifiedTokens;
import io.yizhan.platform.http.ExpressLane;
import io.yizhan.platform.http.ProblemAnswer.Language;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ExpressLane} of {@link MatchResource}: a token verified a moment ago, a body that names the item and nothing
 * else, an item that exists and is for such a subject.
 */
@Singleton
final class MatchLane {
    private static final Pattern PLAIN =
            Pattern.compile("\\s*+\\{\\s*+\"implementationCode\"\\s*+:\\s*+\"([0-9A-Za-z]{31})\"\\s*+}\\s*+");

    private final VerifiedTokens tokens;
    private final MatchAnswers answers;
    private final MatchMaterials matching;

    MatchLane(VerifiedTokens tokens, MatchAnswers answers, MatchMaterials matching) {
        this.tokens = tokens;
        this.answers = answers;
        this.matching = matching;
    }

    void observe(@Observes Filters filters, ExpressLane lane) {
        lane.open(filters, this::take);
    }

    private void take(RoutingContext context) {
        var request = context.request();
        if (request.method().equals(HttpMethod.POST)
                && request.uri().equals(MatchResource.PATH)
                && ExpressLane.isPlainJson(request)) {
            var caller = tokens.callerOf(request);
            if (caller != null && caller.scopes().contains("applicant")) {
                ExpressLane.withBody(context, (same, body) -> match(same, caller, body));
                return;
            }
        }
        context.next();
    }

    private void match(RoutingContext context, AuthenticatedCaller caller, Buffer body) {
        var code = codeOf(body);
        if (code == null || !matching.isFor(code, caller)) {
            context.next();
            return;
        }
        var language = Language.of(context.request());
        var made = answers.find(caller, code, language);
        if (made != null) {
            ExpressLane.sendJson(context, made);
        } else {
            ExpressLane.answer(context, answers.answer(caller, code, null, language), ExpressLane::sendJson);
        }
    }

    /** The code in a body that has this member alone; {@code null} for any other body. */
    static @Nullable String codeOf(Buffer body) {
        var plain = PLAIN.matcher(body.toString());
        return plain.matches() ? plain.group(1) : null;
    }
}
