package io.yizhan.casework;

import java.security.SecureRandom;

/** Well-formed query numbers that were never given out. */
public final class QueryNumbers {
    private QueryNumbers() {}

    public static QueryNumber unknown(SecureRandom random) {
        return QueryNumber.next(random.nextInt(1024), random);
    }
}
