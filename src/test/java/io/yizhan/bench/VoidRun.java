package io.yizhan.bench;

/** The run measured something else than it should have; its figures must not be used. */
final class VoidRun extends RuntimeException {
    VoidRun(String why) {
        super(why, null, false, false);
    }
}
