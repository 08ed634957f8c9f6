package io.yizhan.identity;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whom to find, by id or by kind and number, and why.
 *
 * @param purpose kept in the audit trail for as long as the trail is kept
 */
@Schema(name = "SubjectLookupRequest")
record LookupRequest(
        @Nullable @Size(max = 64) String subjectId,
        @Nullable IdentityKind kind,
        @Nullable @Size(max = 64) String number,
        @NotBlank @Size(max = 200) String purpose) {

    @Override
    public String toString() {
        return "lookup of a subject";
    }
}
