package io.yizhan.identity;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An identity number as a request states it, with its kind. */
record StatedNumber(IdentityKind kind, String number) {
    /** @throws Problem {@code invalid-request} when one of the two is missing */
    static StatedNumber of(@Nullable IdentityKind kind, @Nullable String number) {
        var problem = Problem.of(ProblemType.INVALID_REQUEST);
        if (kind == null) {
            throw problem.fault("/kind", "NotNull", "必填", "is required");
        }
        if (number == null) {
            throw problem.fault("/number", "NotNull", "必填", "is required");
        }
        return new StatedNumber(kind, number);
    }

    /** @throws Problem {@code identity-number-invalid} */
    IdentityNumber graded(IdentityNumbers numbers) {
        var graded = numbers.grade(kind, number);
        return graded.number()
                .orElseThrow(() -> RegisterSubject.refusal(ProblemType.IDENTITY_NUMBER_INVALID, graded.reasons()));
    }

    /** @throws Problem {@code identity-number-invalid}, also for an organisation: persons sign in, organisations do not */
    IdentityNumber person(IdentityNumbers numbers) {
        if (!kind.isPerson()) {
            throw RegisterSubject.refusal(ProblemType.IDENTITY_NUMBER_INVALID, List.of(NumberReason.WRONG_KIND));
        }
        return graded(numbers);
    }

    @Override
    public String toString() {
        return kind.word();
    }
}
