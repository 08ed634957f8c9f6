package io.yizhan.bench;

import java.time.Instant;
import java.util.UUID;

/** Numbers that look random and are a function of an ordinal and a key. */
final class Mix {
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;
    private static final int HALF_BITS = 25;
    private static final long HALF = (1L << HALF_BITS) - 1;
    private static final int ROUNDS = 4;

    private Mix() {}

    /** A bijection of 64 bits (the finaliser of SplitMix64) for each key. */
    static long of(long value, long key) {
        long z = value + key * GOLDEN + GOLDEN;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    /** A bijection of 50 bits, a Feistel network: two ordinals never give the same. */
    static long fiftyBits(long value) {
        long left = value >>> HALF_BITS & HALF;
        long right = value & HALF;
        for (int round = 1; round <= ROUNDS; round++) {
            long next = left ^ of(right, round) & HALF;
            left = right;
            right = next;
        }
        return left << HALF_BITS | right;
    }

    /** A bijection of the numbers below {@code n}. */
    static long below(long n, long value, long key) {
        int bits = Math.max(2, 64 - Long.numberOfLeadingZeros(n - 1));
        int halfBits = (bits + 1) / 2;
        long half = (1L << halfBits) - 1;
        long result = value;
        do {
            long left = result >>> halfBits;
            long right = result & half;
            for (int round = 1; round <= ROUNDS; round++) {
                long next = left ^ of(right, key + round) & half;
                left = right;
                right = next;
            }
            result = left << halfBits | right;
        } while (result >= n);
        return result;
    }

    /** A UUIDv7 of this millisecond, with the given bits as its random ones. */
    static UUID uuid(Instant at, long twelveBits, long sixtyTwoBits) {
        return new UUID(
                at.toEpochMilli() << 16 | 0x7000 | twelveBits & 0xfff,
                sixtyTwoBits & 0x3fff_ffff_ffff_ffffL | 1L << 63);
    }
}
