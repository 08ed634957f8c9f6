package io.yizhan.rating;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A rating as its rater sees it.
 *
 * @param occasion {@code matter}, or {@code visit-<n>} for what happened at a window as event n of the case
 * @param level 1 very satisfied to 5 very dissatisfied (GB/T 39046 A.8)
 * @param isExcluded found mistaken or malicious on appeal, and not counted
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record RatingView(
        UUID id,
        UUID caseId,
        String occasion,
        int level,
        Map<Indicator, Integer> indicators,
        Optional<String> remark,
        boolean showsRater,
        Instant ratedAt,
        Optional<Instant> amendedAt,
        boolean isExcluded) {}
