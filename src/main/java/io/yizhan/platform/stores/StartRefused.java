package io.yizhan.platform.stores;

/** Why the application does not start: one sentence for the person who starts it, never a secret in it. */
public final class StartRefused extends RuntimeException {
    /** {@code EX_CONFIG} of {@code sysexits.h}: something in the configuration must change before a retry helps. */
    public static final int EXIT_CODE = 78;

    public StartRefused(String sentence) {
        super(sentence, null, false, false);
    }
}
