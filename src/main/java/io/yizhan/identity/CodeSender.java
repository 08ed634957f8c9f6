package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Brings a one-time code to a phone. */
interface CodeSender {
    Uni<Void> send(String phone, String code, Instant expiresAt);
}
