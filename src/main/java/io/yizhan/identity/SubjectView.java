package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A subject as staff see it.
 *
 * @param number masked for a person, whole for an organisation
 * @param phone masked
 */
@Schema(name = "Subject")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SubjectView(
        SubjectId id,
        IdentityKind kind,
        String number,
        String name,
        @Nullable String phone,
        int assuranceLevel,
        boolean disabled) {

    static SubjectView of(Subject subject) {
        return new SubjectView(
                subject.id(),
                subject.number().kind(),
                subject.number().masked(),
                subject.name(),
                subject.maskedPhone().orElse(null),
                subject.assuranceLevel(),
                subject.isDisabled());
    }

    @Override
    public String toString() {
        return "subject " + id;
    }
}
