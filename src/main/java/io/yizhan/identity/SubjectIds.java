package io.yizhan.identity;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;

/** Reads subject ids of requests: what cannot be an id is nobody's id. */
final class SubjectIds {
    private SubjectIds() {}

    /** @throws Problem {@code subject-not-found} */
    static SubjectId parse(String text) {
        return parse(text, ProblemType.SUBJECT_NOT_FOUND);
    }

    static SubjectId parse(String text, ProblemType otherwise) {
        try {
            return SubjectId.parse(text);
        } catch (IllegalArgumentException notAnId) {
            throw Problem.of(otherwise);
        }
    }
}
