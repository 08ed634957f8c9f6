package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A person (with a phone) or an organisation (with its legal representative, a person registered before).
 *
 * @param confirmedAgainstRegistry that the clerk looked a suspicious number up in its register; recorded with name and time
 */
@Schema(name = "SubjectRequest")
record SubjectRequest(
        @NotNull IdentityKind kind,
        @NotNull @Size(max = 64) String number,
        @NotBlank @Size(max = 100) String name,
        @Nullable @Pattern(regexp = "1[3-9][0-9]{9}") String phone,
        @Nullable @Valid LegalRepresentative legalRepresentative,
        @Nullable Boolean confirmedAgainstRegistry) {

    /** Named by id or by kind and number. */
    @Schema(name = "LegalRepresentative")
    record LegalRepresentative(
            @Nullable @Size(max = 64) String subjectId,
            @Nullable IdentityKind kind,
            @Nullable @Size(max = 64) String number) {

        Uni<SubjectId> find(Subjects subjects, IdentityNumbers numbers) {
            if (subjectId != null) {
                return Uni.createFrom().item(SubjectIds.parse(subjectId));
            }
            return subjects.find(StatedNumber.of(kind, number).person(numbers))
                    .map(found -> found.map(Subject::id).orElseThrow(() -> Problem.of(ProblemType.SUBJECT_NOT_FOUND)
                            .fault("/legalRepresentative", "unknown", "未登记", "is not registered")));
        }

        @Override
        public String toString() {
            return "legal representative";
        }
    }

    boolean isConfirmed() {
        return Boolean.TRUE.equals(confirmedAgainstRegistry);
    }

    /** @throws Problem {@code invalid-request} when a person has no phone or an organisation nobody who acts for it */
    Optional<LegalRepresentative> representative() {
        var problem = Problem.of(ProblemType.INVALID_REQUEST);
        if (kind.isPerson() && phone == null) {
            throw problem.fault("/phone", "NotNull", "必填", "is required");
        }
        if (kind.isPerson() && legalRepresentative != null) {
            throw problem.fault("/legalRepresentative", "Null", "个人不填", "is for organisations");
        }
        if (!kind.isPerson() && legalRepresentative == null) {
            throw problem.fault("/legalRepresentative", "NotNull", "必填", "is required");
        }
        return Optional.ofNullable(legalRepresentative);
    }

    @Override
    public String toString() {
        return "registration of a " + kind;
    }
}
