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

    private final AtomicReference<@Nullable Publication> current = new AtomicReference<>();

    PublishedCatalogue() {}

    /** @throws Problem {@code catalogue-unavailable} while nothing has been published yet */
    public Catalogue get() {
        return publication().catalogue();
    }

    /** Whether a version is published, so that {@link #get()} answers. */
    public boolean isThere() {
        return current.get() != null;
    }

    /** The catalogue with everything prepared from it. */
    Publication publication() {
        var publication = current.get();
        if (publication == null) {
            throw Problem.of(ProblemType.CATALOGUE_UNAVAILABLE).retryAfter(RETRY);
        }
        return publication;
    }

    boolean isBehind(CatalogueVersion version) {
        var publication = current.get();
        return publication == null || publication.catalogue().version().number() < version.number();
    }

    void swap(Publication loaded) {
        current.accumulateAndGet(loaded, PublishedCatalogue::newer);
    }

    private static Publication newer(@Nullable Publication held, @Nullable Publication loaded) {
        if (loaded == null) {
            throw new IllegalArgumentException("nothing to publish");
        }
        return held == null
                        || held.catalogue().version().number()
                                < loaded.catalogue().version().number()
                ? loaded
                : held;
    }
}
