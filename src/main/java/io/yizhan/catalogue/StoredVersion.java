package io.yizhan.catalogue;

import java.util.List;
import java.util.Optional;

/** A row of {@code catalogue_version}; the diff only where it was asked for. */
record StoredVersion(
        CatalogueVersion version,
        String publisher,
        List<CatalogueDiff.Changes> summary,
        Optional<CatalogueDiff> diff) {}
