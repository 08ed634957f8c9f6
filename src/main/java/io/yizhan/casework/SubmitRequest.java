package io.yizhan.casework;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole application in one piece.
 *
 * @param materials decisions on materials; what attaches itself need not be listed
 * @param draftVersion the version of the draft for this item that is submitted and thereby used up; absent when none is
 */
public record SubmitRequest(
        @NotNull @Size(min = 31, max = 31) String implementationCode,
        @Size(max = 100) List<@NotNull @Valid FormField> form,
        @Size(max = 100) List<@NotNull @Valid MaterialChoice> materials,
        @Nullable @Min(1) Integer draftVersion) {
    public SubmitRequest {
        form = form == null ? List.of() : form;
        materials = materials == null ? List.of() : materials;
    }
}
