package io.yizhan.material;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.catalogue.Requirement;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.http.ProblemAnswer.Language;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Matches as the bytes of their answers. An answer is kept with the very library it was made from and goes with it; it
 * holds while its catalogue is the present one and until a closing time or a midnight passes. {@code asOf} in it tells
 * when it was decided.
 */
@Singleton
final class MatchAnswers {
    private final MatchMaterials matching;
    private final ReusableMaterials reusable;
    private final PublishedCatalogue catalogue;
    private final ObjectMapper json;
    private final Clock clock;

    /** An item's requirements, each as it reads when nothing is held for it. Goes with its catalogue. */
    private final Cache<Item, List<byte[]>> unmet =
            Caffeine.newBuilder().weakKeys().build();

    MatchAnswers(
            MatchMaterials matching,
            ReusableMaterials reusable,
            PublishedCatalogue catalogue,
            ObjectMapper json,
            Clock clock) {
        this.matching = matching;
        this.reusable = reusable;
        this.catalogue = catalogue;
        this.json = json;
        this.clock = clock;
    }

    /** @param untilMillis the first moment at which it may be decided otherwise by time alone */
    private record Answer(Catalogue catalogue, WorkingDayCalendar calendar, long untilMillis, Buffer body)
            implements HeldLibrary.Rendering {
        @Override
        public int bytes() {
            return body.length();
        }
    }

    /** The answer for now if it has been made already and still holds: no store is asked. */
    @Nullable Buffer find(AuthenticatedCaller caller, String implementationCode, Language language) {
        var library = reusable.find(caller.subject().value());
        return library != null
                        && library.rendering(name(implementationCode, language)) instanceof Answer answer
                        && answer.catalogue() == catalogue.get()
                        && answer.calendar() == matching.calendar()
                        && clock.millis() < answer.untilMillis()
                ? answer.body()
                : null;
    }

    /** @throws io.yizhan.platform.Problem {@code item-unknown} or {@code audience-mismatch} */
    Uni<Buffer> answer(
            AuthenticatedCaller caller, String implementationCode, @Nullable Instant moment, Language language) {
        var application =
                matching.applicationFor(implementationCode, caller, moment == null ? clock.instant() : moment);
        return reusable.load(caller.subject().value())
                .map(held -> answer(caller, application, held, moment == null, language));
    }

    private Buffer answer(
            AuthenticatedCaller caller,
            MatchMaterials.Application application,
            HeldLibrary held,
            boolean isForNow,
            Language language) {
        var matches = matching.decide(caller, application, held.library().materials());
        var body = rendered(application, matches, language);
        if (isForNow) {
            var until = matching.sameUntil(application).toEpochMilli();
            reusable.keep(
                    held,
                    name(application.item().implementationCode(), language),
                    new Answer(application.catalogue(), application.calendar(), until, body));
        }
        return body;
    }

    private static String name(String implementationCode, Language language) {
        return language == Language.CHINESE ? implementationCode : implementationCode + language.tag();
    }

    /** What nobody holds anything for, mostly the greater part, is copied; the rest is written. */
    private Buffer rendered(MatchMaterials.Application application, List<Match> matches, Language language) {
        var unmetHere = unmet.get(application.item(), item -> application.catalogue().requirements(item).stream()
                .map(this::unmet)
                .toList());
        var parts = new byte[matches.size() + 1][];
        parts[0] = head(application, matches);
        for (int place = 0; place < matches.size(); place++) {
            var match = matches.get(place);
            var isBare = match.usable().isEmpty() && match.unusable().isEmpty();
            parts[place + 1] = isBare ? unmetHere.get(place) : written(MatchView.RequirementView.of(match, language));
        }
        return joined(parts);
    }

    /** The head, then the elements of the array it ends with; in a buffer of exactly their size, since it is kept. */
    private static Buffer joined(byte[][] parts) {
        var length = Math.max(0, parts.length - 2) + 2;
        for (var part : parts) {
            length += part.length;
        }
        var whole = ByteBuffer.allocate(length).put(parts[0]);
        for (int place = 1; place < parts.length; place++) {
            if (place > 1) {
                whole.put((byte) ',');
            }
            whole.put(parts[place]);
        }
        return Buffer.buffer(whole.put((byte) ']').put((byte) '}').array());
    }

    private byte[] unmet(Requirement requirement) {
        var match = new Match(requirement, Match.Outcome.SUPPLY, List.of(), List.of());
        return written(MatchView.RequirementView.of(match, Language.CHINESE));
    }

    /** Everything before the requirements. */
    private byte[] head(MatchMaterials.Application application, List<Match> matches) {
        var whole = MatchView.head(application, matches);
        return ("{\"implementationCode\":\"" + whole.implementationCode() + "\",\"catalogueVersion\":"
                        + whole.catalogueVersion() + ",\"asOf\":\"" + whole.asOf() + "\",\"promisedOn\":\""
                        + whole.promisedOn() + "\",\"requiredCount\":" + whole.requiredCount() + ",\"reusableCount\":"
                        + whole.reusableCount() + ",\"requirements\":[")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] written(MatchView.RequirementView view) {
        try {
            return json.writeValueAsBytes(view);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
