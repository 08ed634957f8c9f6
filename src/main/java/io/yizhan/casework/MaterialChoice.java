package io.yizhan.casework;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the applicant decides about one material.
 *
 * @param materialId an own upload, or one of the offered materials; null with {@code declined}
 * @param confirmedUnchanged the applicant confirms that an offered material without expiry is still true
 * @param declined the applicant does not want the attached or offered material used
 */
public record MaterialChoice(
        @NotNull @Size(min = 1, max = 20) String materialType,
        @Nullable UUID materialId,
        boolean confirmedUnchanged,
        boolean declined) {
    static MaterialChoice of(String materialType, UUID materialId) {
        return new MaterialChoice(materialType, materialId, false, false);
    }
}
