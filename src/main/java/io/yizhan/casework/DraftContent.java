package io.yizhan.casework;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** What an applicant has filled in and decided so far. */
record DraftContent(
        @Size(max = 100) List<@NotNull @Valid FormField> form,
        @Size(max = 100) List<@NotNull @Valid MaterialChoice> materials) {
    static final DraftContent EMPTY = new DraftContent(List.of(), List.of());

    DraftContent {
        form = form == null ? List.of() : form;
        materials = materials == null ? List.of() : materials;
    }
}
