package io.yizhan.platform.redis;

/**
 * Until when what Redis has told is all there is to know. Each answered ping extends it, counted from when the ping was
 * sent; when it ends, entries are not answered, however busy the loop is that would have to notice the silence.
 */
final class Lease {
    private volatile long until = System.nanoTime();

    boolean isOver() {
        return System.nanoTime() - until >= 0;
    }

    void extendTo(long nanos) {
        until = nanos;
    }
}
