package io.yizhan.identity;

import io.smallrye.mutiny.Uni;

/**
 * One way to prove who someone is. A further one (the code of a mini-program, the national platform) is one more
 * implementation; what follows, the exchange for tokens, is the same for all.
 */
interface FirstFactor {
    Factor factor();

    Uni<SignInView> begin(SignInRequest request, Cause cause);
}
