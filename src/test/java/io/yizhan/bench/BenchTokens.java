package io.yizhan.bench;

import io.yizhan.identity.SubjectId;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Access tokens of loaded subjects, signed by the service's own code with the bench's key. They are valid for
 * {@link BenchStores#ACCESS_LIFETIME}, which {@link BenchStores#environment()} tells the verifier.
 */
public final class BenchTokens {
    private final BenchData data;

    private BenchTokens(BenchData data) {
        this.data = data;
    }

    public static BenchTokens of(BenchData data) {
        return new BenchTokens(data);
    }

    /** Of the subject, or of its legal representative acting for it; costs 0.7 ms of a core. */
    public String token(long subject) {
        var actor = data.actor(subject);
        SubjectId id = data.subject(subject);
        return actor == subject
                ? data.identity().token(id, id, Optional.empty())
                : data.identity().token(id, data.subject(actor), Optional.of(data.mandate(subject)));
    }

    /** As {@link #token}, of many, on all cores. */
    public String[] tokens(long... subjects) {
        return LongStream.of(subjects).parallel().mapToObj(this::token).toArray(String[]::new);
    }
}
