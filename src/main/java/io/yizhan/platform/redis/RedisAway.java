package io.yizhan.platform.redis;

/** Redis did not answer: not connected, too slow, or its line is full. Not an error for a client, a miss. */
public final class RedisAway extends RuntimeException {
    RedisAway(String why) {
        super(why, null, false, false);
    }
}
