package io.yizhan.material;

import io.vertx.core.buffer.Buffer;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.platform.redis.LuaScript;
import io.yizhan.platform.redis.PipelinedRedis;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers to matches in Redis, ready to be sent, beside the libraries they were made from.
 *
 * <p>Owns in Redis {@code yz:material:answer:v1:{holder}:<place>}: a string, {@code <version of the library> <version of the
 * catalogue> <end> <promised day and whether it is provisional> <reuse policy> <item and language>\n<JSON>}. Read together with the library, in one round
 * trip, and answered only when that very library is there and everything else in the line is as this instance would have it
 * now: so a change of the library, a new catalogue, a closing time, a midnight, another calendar or policy each end it.
 * Written when an answer had to be made from a library found in Redis, and only if that library is still there. Lives {@code
 * yizhan.material.answer-ttl}, never beyond its end. A subject has {@value #PLACES} places, and a later answer takes the
 * place of an earlier one. When it is lost, the next match is made from the library; nothing but time changes.
 *
 * <p>What the JSON says is settled by {@link MatchView}: a change of it needs another version in {@link #PREFIX}.
 */
@Singleton
final class ReadyAnswers {
    static final String PREFIX = "yz:material:answer:v1:";

    /** Of one subject; an item or two in both languages, and its siblings in one life event. */
    static final int PLACES = 8;

    private final LuaScript keepAnswer;
    private final ReusePolicy policy;
    private final long ttlMillis;

    ReadyAnswers(PipelinedRedis redis, MaterialConfig config) {
        this.keepAnswer = new LuaScript(redis, "material/keep_answer.lua");
        this.policy = config.policy();
        this.ttlMillis = config.answerTtl().toMillis();
    }

    /**
     * What an answer depends on, apart from the library: of one item, in one language, in a time in which nothing changes by
     * time alone.
     *
     * @param fromMillis a moment in that time; {@code untilMillis} is its end
     * @param text the line before the JSON, without the version of the library it begins with
     */
    record Stamp(
            String name,
            Catalogue catalogue,
            WorkingDayCalendar calendar,
            long fromMillis,
            long untilMillis,
            byte[] text) {
        boolean holds(Catalogue present, WorkingDayCalendar countedBy, long nowMillis) {
            return catalogue == present && calendar == countedBy && fromMillis <= nowMillis && nowMillis < untilMillis;
        }
    }

    Stamp stamp(String name, MatchMaterials.Application application, long nowMillis, long untilMillis) {
        var text = " %d %d %s-%b %d-%b-%s %s\n"
                .formatted(
                        application.catalogue().version().number(),
                        untilMillis,
                        application.promisedOn(),
                        application.isProvisional(),
                        policy.marginDays(),
                        policy.coversCompletion(),
                        policy.minimumGrade(),
                        name);
        return new Stamp(
                name,
                application.catalogue(),
                application.calendar(),
                nowMillis,
                untilMillis,
                text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Where an answer of this name lies, if it lies anywhere. */
    static String key(UUID holder, String name) {
        return PREFIX + "{" + holder + "}:" + Math.floorMod(name.hashCode(), PLACES);
    }

    /** The answer in what was found, if it is the one that the stamp and the library demand. */
    static @Nullable Buffer body(@Nullable Buffer found, int libraryVersion, Stamp stamp) {
        var text = stamp.text();
        if (found == null || found.length() <= text.length) {
            return null;
        }
        var place = 0;
        var version = 0L;
        while (place < found.length() && isDigit(found.getByte(place)) && version <= Integer.MAX_VALUE) {
            version = version * 10 + found.getByte(place) - '0';
            place++;
        }
        var body = place + text.length;
        if (place == 0 || version != libraryVersion || body >= found.length()) {
            return null;
        }
        for (int i = 0; i < text.length; i++) {
            if (found.getByte(place + i) != text[i]) {
                return null;
            }
        }
        return found.slice(body, found.length());
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** For whoever asks next. Nobody waits for it. */
    void offer(HeldLibrary library, Stamp stamp, long nowMillis, Buffer body) {
        var millis = Math.min(ttlMillis, stamp.untilMillis() - nowMillis);
        if (millis <= 0) {
            return;
        }
        var version = Integer.toString(library.version());
        var holder = library.holder();
        var value = Buffer.buffer(version.length() + stamp.text().length + body.length())
                .appendString(version)
                .appendBytes(stamp.text())
                .appendBuffer(body);
        keepAnswer
                .execute(
                        List.of(ReusableMaterials.KEYS.redisKey(holder), key(holder, stamp.name())),
                        List.of(
                                version,
                                Integer.toString(stamp.catalogue().version().number()),
                                Long.toString(millis),
                                value.getBytes()))
                .subscribe()
                .with(kept -> {}, lost -> {});
    }
}
