package io.yizhan.platform.redis;

/** What a consumer meets while Redis does not answer. */
public final class RedisIsAway {
    private RedisIsAway() {}

    public static RuntimeException now() {
        return new RedisAway("as a test wants it");
    }
}
