package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.identity.GradedNumber.Verdict;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Grades a number without storing it. A {@code POST}, because numbers do not belong into addresses. */
@Path("/v1/identity-checks")
@Tag(name = "Identity")
class IdentityCheckResource {
    @Schema(name = "IdentityCheckRequest")
    record Request(
            @NotNull IdentityKind kind,
            @NotNull @Size(max = 64) String number) {
        @Override
        public String toString() {
            return "check of a " + kind;
        }
    }

    /** @param masked the normalised number as it may be shown, absent when it is invalid */
    @Schema(name = "IdentityCheck")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            Verdict verdict,
            List<NumberReason> reasons,
            @Nullable String masked) {
        static View of(GradedNumber graded) {
            return new View(
                    graded.verdict(),
                    graded.reasons(),
                    graded.number().map(IdentityNumber::masked).orElse(null));
        }
    }

    private final IdentityNumbers numbers;

    IdentityCheckResource(IdentityNumbers numbers) {
        this.numbers = numbers;
    }

    @POST
    @RolesAllowed("clerk")
    @Operation(operationId = "checkIdentityNumber", summary = "Grade an identity number of a stated kind")
    public View check(@NotNull @Valid Request request) {
        return View.of(numbers.grade(request.kind(), request.number()));
    }
}
