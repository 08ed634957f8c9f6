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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Matches as the bytes of their answers. An answer is kept with the very library it was made from and goes with it, in
 * this process and in Redis ({@link ReadyAnswers}); it holds while its catalogue is the present one and until a closing time or a midnight passes. {@code asOf} in it tells
 * when it was decided.
 */
@Singleton
final class MatchAnswers {
    private final MatchMaterials matching;
    private final ReusableMaterials reusable;
    private final ReadyAnswers ready;
    private final PublishedCatalogue catalogue;
    private final ObjectMapper json;
    private final Clock clock;

    /** An item's requirements, each as it reads when nothing is held for it. Goes with its catalogue. */
    private final Cache<Item, List<byte[]>> unmet =
            Caffeine.newBuilder().executor(Runnable::run).weakKeys().build();

    /** By item and language; of items that are there, so there are never many. */
    private final ConcurrentHashMap<String, ReadyAnswers.Stamp> stamps = new ConcurrentHashMap<>();

    MatchAnswers(
            MatchMaterials matching,
            ReusableMaterials reusable,
            ReadyAnswers ready,
            PublishedCatalogue catalogue,
            ObjectMapper json,
            Clock clock) {
        this.matching = matching;
        this.reusable = reusable;
        this.ready = ready;
        this.catalogue = catalogue;
        this.json = json;
        this.clock = clock;
    }

    /** @param untilMillis the first moment at which it may be decided otherwise by time alone */
    private record Answer(String name, Catalogue catalogue, WorkingDayCalendar calendar, long untilMillis, Buffer body)
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
        var isForNow = moment == null;
        return reusable.load(caller.subject().value())
                .map(held -> isForNow
                        ? kept(held, answer(caller, application, held, language))
                        : answer(caller, application, held, language).body());
    }

    private Buffer kept(HeldLibrary held, Answer answer) {
        reusable.keep(held, answer.name(), answer);
        return answer.body();
    }

    private Answer answer(
            AuthenticatedCaller caller, MatchMaterials.Application application, HeldLibrary held, Language language) {
        var matches = matching.decide(caller, application, held.library().materials());
        return new Answer(
                name(application.item().implementationCode(), language),
                application.catalogue(),
                application.calendar(),
                matching.sameUntil(application).toEpochMilli(),
                rendered(application, matches, language));
    }

    /**
     * The answer for now, by one question to Redis: ready, or made from the library that Redis has. For an item that {@link
     * MatchMaterials#isFor is for} the caller, of whom {@link #find} has found nothing.
     *
     * @param ready told in the turn of the event loop in which Redis answers
     * @param missed told instead when Redis has no library, or it can not be answered from it
     */
    void ask(
            AuthenticatedCaller caller,
            String implementationCode,
            Language language,
            Consumer<Buffer> ready,
            Runnable missed) {
        var stamp = stamp(caller, implementationCode, language);
        var holder = caller.subject().value();
        reusable.ask(holder, ReadyAnswers.key(holder, stamp.name()), new ReusableMaterials.Asker() {
            @Override
            public void found(ReusableMaterials.Found found) {
                Buffer body;
                try {
                    body = answer(caller, stamp, implementationCode, language, found);
                } catch (RuntimeException unanswerable) { // a Problem, or a library that cannot be read
                    found.leave();
                    missed.run();
                    return;
                }
                ready.accept(body);
            }

            @Override
            public void missed() {
                missed.run();
            }
        });
    }

    /** As {@link #answer(AuthenticatedCaller, String, Instant, Language)} for now, when Redis has been asked in vain. */
    Uni<Buffer> answerFromStored(AuthenticatedCaller caller, String implementationCode, Language language) {
        var application = matching.applicationFor(implementationCode, caller, clock.instant());
        return reusable.loadStored(caller.subject().value())
                .map(held -> kept(held, answer(caller, application, held, language)));
    }

    private Buffer answer(
            AuthenticatedCaller caller,
            ReadyAnswers.Stamp stamp,
            String implementationCode,
            Language language,
            ReusableMaterials.Found found) {
        var now = clock.millis();
        var body = stamp.holds(catalogue.get(), matching.calendar(), now)
                ? ReadyAnswers.body(found.beside(), found.version(), stamp)
                : null;
        if (body == null) {
            var held = found.library();
            var application = matching.applicationFor(implementationCode, caller, Instant.ofEpochMilli(now));
            var made = answer(caller, application, held, language);
            held.keep(made.name(), made);
            found.keep(held);
            if (stamp.holds(made.catalogue(), made.calendar(), now)) {
                ready.offer(held, stamp, now, made.body());
            }
            return made.body();
        }
        if (found.isWanted()) {
            var held = found.library();
            held.keep(
                    stamp.name(),
                    new Answer(stamp.name(), stamp.catalogue(), stamp.calendar(), stamp.untilMillis(), body.copy()));
            found.keep(held);
        }
        return body;
    }

    /** Made once for all who ask for the item between two moments at which something changes. */
    private ReadyAnswers.Stamp stamp(AuthenticatedCaller caller, String implementationCode, Language language) {
        var name = name(implementationCode, language);
        var known = stamps.get(name);
        var now = clock.millis();
        if (known != null && known.holds(catalogue.get(), matching.calendar(), now)) {
            return known;
        }
        var application = matching.applicationFor(implementationCode, caller, Instant.ofEpochMilli(now));
        var until = matching.sameUntil(application).toEpochMilli();
        var stamp = ready.stamp(name, application, now, until);
        stamps.put(name, stamp);
        return stamp;
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
