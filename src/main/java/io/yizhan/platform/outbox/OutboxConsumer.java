package io.yizhan.platform.outbox;

import io.smallrye.mutiny.Uni;

/** Learns of committed changes, at least once and possibly late or twice: what it does must bear repetition. */
public interface OutboxConsumer {
    /** A failure keeps the entry and repeats it later, with growing pauses. */
    Uni<Void> accept(OutboxEntry entry);
}
