package io.yizhan.platform.redis;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What a {@link NearCache} holds: the values of Redis keys {@code <prefix>{<tag>}}.
 *
 * @param name of the cache, in metrics
 * @param prefix of the keys in Redis, up to the brace; no prefix of another cache begins with it
 * @param keyOf from the tag to the key of the cache. A tag it refuses with {@link IllegalArgumentException} is nobody's:
 *     whoever asks the cache builds the tag from a key, so nothing can be held for it
 * @param bytesOf about how many bytes of memory a value takes
 * @param fallback how long a value may be answered while Redis does not tell what changes; zero for not at all
 */
public record NearKeys<K, V>(
        String name, String prefix, Function<String, K> keyOf, ToIntFunction<V> bytesOf, Duration fallback) {
    /** @return the key in Redis of which {@code tag} is the hash tag */
    public String redisKey(Object tag) {
        return prefix + "{" + tag + "}";
    }

    K parse(String redisKey) {
        if (redisKey.length() < prefix.length() + 2 || !redisKey.endsWith("}")) {
            throw new IllegalArgumentException("not a key of this cache");
        }
        return keyOf.apply(redisKey.substring(prefix.length() + 1, redisKey.length() - 1));
    }
}
