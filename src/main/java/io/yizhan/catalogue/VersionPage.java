package io.yizhan.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Versions, newest first; {@code next} continues the list and is left out at its end. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VersionPage(List<VersionView> versions, @Nullable String next) {}
