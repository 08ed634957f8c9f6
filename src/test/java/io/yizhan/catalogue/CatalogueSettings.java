package io.yizhan.catalogue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings as a value. */
record CatalogueSettings(Optional<Path> folder, ImportAtStart importAtStart, Duration pollInterval)
        implements CatalogueConfig {
    static final Duration NEVER = Duration.ofHours(1);

    static CatalogueSettings polling(Duration interval) {
        return new CatalogueSettings(Optional.empty(), ImportAtStart.NEVER, interval);
    }

    static CatalogueSettings importing(Path folder, ImportAtStart when) {
        return new CatalogueSettings(Optional.of(folder), when, NEVER);
    }

    @Override
    public CatalogueRules rules() {
        return CatalogueFixture.RULES;
    }

    @Override
    public Upload upload() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Duration maxAge() {
        return NEVER;
    }
}
