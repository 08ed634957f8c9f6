package io.yizhan.catalogue;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The published version as this replica knows it: read without any store, replaced in one step, never by an older one. */
@Singleton
public final class PublishedCatalogue {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final AtomicReference<@Nullable Catalogue> current = new AtomicReference<>();

    PublishedCatalogue() {}

    /** @throws Problem {@code catalogue-unavailable} while nothing has been published yet */
    public Catalogue get() {
        var catalogue = current.get();
        if (catalogue == null) {
            throw Problem.of(ProblemType.CATALOGUE_UNAVAILABLE).retryAfter(RETRY);
        }
        return catalogue;
    }
}
