package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;

/** Reads personal data for someone else than the subject, never without a row in the subject's audit stream. */
@Singleton
public final class SubjectReads {
    private final Subjects subjects;

    SubjectReads(Subjects subjects) {
        this.subjects = subjects;
    }

    /** @param purpose why, in the reader's words or as a case id; kept in the audit trail, so nothing personal */
    public Uni<Subject> read(SubjectId id, String purpose, Cause cause) {
        return subjects.get(id).call(subject -> subjects.noteRead(id, purpose, cause));
    }

    Uni<Subject> read(IdentityNumber number, String purpose, Cause cause) {
        return subjects.find(number)
                .map(found -> found.orElseThrow(() -> Problem.of(ProblemType.SUBJECT_NOT_FOUND)))
                .call(subject -> subjects.noteRead(subject.id(), purpose, cause));
    }
}
