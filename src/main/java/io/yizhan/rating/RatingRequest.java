package io.yizhan.rating;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.rating.Ratings.Judgement;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * @param occasion {@code matter} for the whole, {@code visit-<n>} for what happened at a window as event n of the case
 * @param level 1 very satisfied to 5 very dissatisfied
 * @param indicators single aspects, with the same levels
 * @param showsRater whether the rated unit may know whose rating it is
 */
record RatingRequest(
        @NotNull @Pattern(regexp = "matter|visit-[0-9]{1,4}") String occasion,

        @Min(1) @Max(5) int level,
        Map<Indicator, @NotNull @Min(1) @Max(5) Integer> indicators,
        @Nullable @Size(max = 1000) String remark,
        boolean showsRater) {
    RatingRequest {
        indicators = indicators == null ? Map.of() : indicators;
    }

    Judgement judgement() {
        var isVisit = !"matter".equals(occasion);
        var foreign = indicators.keySet().stream()
                .filter(indicator -> !indicator.isFor(isVisit))
                .map(Indicator::word)
                .toList();
        if (!foreign.isEmpty()) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault("/indicators", "occasion", "不适用于此次评价：" + foreign, "do not fit this occasion: " + foreign);
        }
        return new Judgement(level, indicators, Optional.ofNullable(remark), showsRater);
    }
}
