package io.yizhan.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items ascending by implementation code; {@code next} continues the list and is left out at its end. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ItemPage(
        int catalogueVersion,
        List<ItemSummary> items,
        @Nullable String next) {}
