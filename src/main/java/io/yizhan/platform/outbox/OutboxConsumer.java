package io.yizhan.platform.outbox;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Learns of committed changes, at least once and possibly late or twice: what it does must bear repetition. */
public interface OutboxConsumer {
    /** An entry that could not be delivered, and why. */
    record Undelivered(OutboxEntry entry, Throwable why) {}

    /**
     * Takes what concerns it. The entries it answers are kept and repeated later, with growing pauses; all of them are
     * when it fails as a whole.
     */
    Uni<List<Undelivered>> accept(List<OutboxEntry> entries);

    /** Delivers side by side; an entry that fails does not keep the others. */
    static Uni<List<Undelivered>> each(List<OutboxEntry> entries, Function<OutboxEntry, Uni<Void>> delivery) {
        return Multi.createFrom()
                .iterable(entries)
                .onItem()
                .transformToUni(entry -> attempt(entry, delivery))
                .merge(Math.max(1, entries.size()))
                .filter(Optional::isPresent)
                .map(Optional::get)
                .collect()
                .asList();
    }

    private static Uni<Optional<Undelivered>> attempt(OutboxEntry entry, Function<OutboxEntry, Uni<Void>> delivery) {
        return Uni.createFrom()
                .deferred(() -> delivery.apply(entry))
                .map(delivered -> Optional.<Undelivered>empty())
                .onFailure()
                .recoverWithItem(failure -> Optional.of(new Undelivered(entry, failure)));
    }
}
