package io.yizhan.bench;

/** The run measured something else than it should have; its figures must not be used. */
sealed class VoidRun extends RuntimeException permits LateGenerator {
    VoidRun(String why) {
        super(why, null, false, false);
    }
}
