package io.yizhan.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.platform.HallClock;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published version, for administrators.
 *
 * @param digest SHA-256 of its files
 * @param publisher opaque id of the administrator, or {@code start} when the service imported it by itself
 * @param summary how many rows of each file came, went and changed
 * @param diff the changes themselves; left out in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VersionView(
        int number,
        String digest,
        OffsetDateTime publishedAt,
        String publisher,
        List<CatalogueDiff.Changes> summary,
        @Nullable List<CatalogueDiff.FileDiff> diff) {
    static VersionView of(StoredVersion stored) {
        return new VersionView(
                stored.version().number(),
                stored.version().digest(),
                stored.version().publishedAt().atZone(HallClock.BUSINESS_ZONE).toOffsetDateTime(),
                stored.publisher(),
                stored.summary(),
                stored.diff().map(CatalogueDiff::files).orElse(null));
    }
}
